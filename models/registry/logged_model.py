"""A risk model as it is logged to MLflow: its files, the code that reads them, a signature, what MLflow's pages say."""

import contextlib
import hashlib
import io
import re
import tempfile
from collections.abc import Mapping, Sequence
from importlib.metadata import version as installed_version
from pathlib import Path
from typing import Any

from features.i18n.code_names import code_names
from features.i18n.text import LANGUAGES, Language
from models.registry.model_code import PACKAGE, write_code
from models.registry.promotion_check import checks_made, verdict_summary
from models.risk.artifact import read_model, write_model
from models.risk.artifact_files import MANIFEST_FILE
from models.risk.model import RiskModel

_NAME = "risk_model"
_BESIDE = re.compile(r"(^|/)(registered_model_meta|__pycache__/.*)$")
_LOADER = "models.registry.pyfunc_model"
_NEEDED_TO_PREDICT = ("mlflow", "pandas", "numpy")

MODEL_DESCRIPTION = """\
Which children should a school look after first? Every version was made by `prezent train`; the champion is the one of \
the last signed decision (`prezent-decisions`), and only `prezent promote` and `prezent rollback` move it.

De cine să aibă grijă mai întâi o școală? Fiecare versiune a fost făcută de `prezent train`; modelul în uz este cel al \
ultimei decizii semnate (`prezent-decisions`), mutat doar de `prezent promote` și `prezent rollback`.
"""


def log_model(model: RiskModel, *, registered_as: str) -> str:
    """Log a model to the active run and register it; return its new version."""
    import mlflow

    with tempfile.TemporaryDirectory() as temporary:
        files = Path(temporary, _NAME)
        files.mkdir()
        write_model(model, files)
        with contextlib.redirect_stderr(io.StringIO()):  # MLflow says in English there what a training says in words
            info = mlflow.pyfunc.log_model(
                name=_NAME,
                loader_module=f"{PACKAGE}.{_LOADER}",
                data_path=str(files),
                code_paths=[str(write_code(_LOADER, Path(temporary)))],
                signature=_signature(model.feature_names),
                input_example=_invented_rows(model.feature_names),
                pip_requirements=[f"{name}=={installed_version(name)}" for name in _NEEDED_TO_PREDICT],
                registered_model_name=registered_as,
            )
    return str(info.registered_model_version)


def digest_of(folder: Path) -> str:
    """Return one SHA-256 over all files of a logged model, names and contents, wherever it was downloaded to.

    What MLflow adds to a download is left out, and what Python compiles.
    """
    paths = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.is_file()}
    counted = sorted(name for name in paths if not _BESIDE.search(name))
    lines = (f"{hashlib.sha256(paths[name].read_bytes()).hexdigest()} {name}" for name in counted)
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def read_logged_model(folder: Path) -> RiskModel:
    """Read the model in a folder that MLflow downloaded; Refused where another version of Prezent logged it."""
    manifest = next(folder.rglob(MANIFEST_FILE), folder / MANIFEST_FILE)
    return read_model(manifest.parent)


def version_description(version: str, tags: Mapping[str, str], *, experiment_id: str, run_id: str) -> str:
    """Return what a version predicts, from which dates, with which verdicts, and where its card is, as Markdown."""
    checks, card = checks_made(tags), f"#/experiments/{experiment_id}/runs/{run_id}/artifacts/card"
    verdicts: dict[Language, str] = {language: verdict_summary(checks, language) for language in LANGUAGES}
    as_of, codes = tags.get("as_of", "-"), tags.get("outcomes", "-").split(", ")
    outcomes = {language: code_names("outcome", codes, language) for language in LANGUAGES}
    recall, absences, rules = (
        tags.get(f"{name}.recall_within_schools") or "-" for name in ("lightgbm", "absences_only", "rules")
    )
    return (
        f"**Predicts** {outcomes['en']}, learnt at {as_of}. Recall school by school {recall}, counting absences "
        f"{absences}, today's rules {rules}. "
        f"Checks: {verdicts['en']}. [Model card]({card}/card.en.html). Next: `prezent promote {version}`.\n\n"
        f"**Prezice** {outcomes['ro']}, învățat la {as_of}. Cazuri găsite școală cu școală: {recall}, "
        f"numărul absențelor {absences}, regulile de azi {rules}. "
        f"Verificări: {verdicts['ro']}. [Fișa modelului]({card}/card.ro.html). Urmează: `prezent promote {version}`.\n"
    )


def _signature(feature_names: Sequence[str]) -> Any:
    """Say that every column is a number and may be missing.

    MLflow takes no whole numbers for ``double``, yet databases give them. It leaves rows alone where it believes the
    signature to come from type hints; then ``registry.pyfunc_model`` checks them.
    """
    from mlflow.models import ModelSignature
    from mlflow.types import ColSpec, Schema

    signature = ModelSignature(
        inputs=Schema([ColSpec("double", name, required=False) for name in feature_names]),
        outputs=Schema([ColSpec("double", name) for name in ("score", "margin")]),
    )
    signature._is_signature_from_type_hint = True
    return signature


def _invented_rows(feature_names: Sequence[str]) -> list[dict[str, float]]:
    """Make a row that belongs to no child: every second value is 1, the others are left out."""
    return [dict.fromkeys(feature_names[1::2], 1.0)]
