"""MLflow asked for something: what fails is one sentence, and its libraries keep their warnings to themselves."""

import contextlib
import errno
import re
import warnings
from collections.abc import Iterator
from pathlib import Path

from features.errors import OutsideServiceError
from features.files.machine_faults import machine_fault
from features.files.whole_files import cannot_be_written
from features.i18n.text import Bilingual
from features.web_addresses import without_passwords

EXPERIMENT = "prezent"

# SQLite's and MLflow's words, where two commands make a registry at once.
_MADE_TWICE = re.compile(r"duplicate column name|table \S+ already exists|Experiment\b.*\balready exists")
_TWO_AT_ONCE = Bilingual(
    "Another command was making the registry at the same time; start this one again.",
    "O altă comandă crea registrul în același timp; porniți-o din nou pe aceasta.",
)
_DISK_IS_FULL = "database or disk is full"  # SQLite's words


@contextlib.contextmanager
def reached(tracking_uri: str) -> Iterator[None]:
    """Turn failures of MLflow into one sentence with exit code 5."""
    from mlflow.exceptions import MlflowException
    from sqlalchemy.exc import SQLAlchemyError

    place = without_passwords(tracking_uri)
    try:
        yield
    except (MlflowException, SQLAlchemyError, OSError) as error:
        if told := machine_fault(error):
            raise told from error
        if _DISK_IS_FULL in str(error):
            raise cannot_be_written(Path("MLflow"), OSError(errno.ENOSPC, _DISK_IS_FULL)) from error
        if _MADE_TWICE.search(str(error)):
            raise OutsideServiceError(_TWO_AT_ONCE) from error
        first_line = (str(error).splitlines() or [type(error).__name__])[0].replace(tracking_uri, place)
        raise OutsideServiceError(
            Bilingual(
                f"MLflow at {place} did not answer as expected: {first_line} "
                "Check MLFLOW_TRACKING_URI and that the server runs.",
                f"MLflow de la {place} nu a răspuns cum era de așteptat: {first_line} "
                "Verificați MLFLOW_TRACKING_URI și dacă serverul rulează.",
            )
        ) from error


@contextlib.contextmanager
def third_party_warnings() -> Iterator[None]:
    """Keep warnings of libraries about their own use of other libraries from our users."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


def experiment_id(tracking_uri: str, artifacts: Path) -> str:
    """Return the id of our experiment, made at first use; a local database keeps its files in ``artifacts``."""
    import mlflow

    found = mlflow.get_experiment_by_name(EXPERIMENT)
    if found is not None:
        return str(found.experiment_id)
    local = tracking_uri.startswith(("sqlite:", "file:"))
    return str(mlflow.create_experiment(EXPERIMENT, artifact_location=artifacts.resolve().as_uri() if local else None))
