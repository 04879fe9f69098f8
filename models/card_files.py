"""Which model card belongs to a version? The files that training logged with the version's run."""

import tempfile
from pathlib import Path

from models.registry import Registry, reached, third_party_warnings

CARD_FOLDER = "card"
CARD_FILES = ("card.ro.html", "card.en.html", "card.ro.md", "card.en.md")


def logged_card(registry: Registry, run_id: str) -> dict[str, str]:
    """Return the text of each card file of a run; empty where there is none, or no such run any more.

    Raises
    ------
    OutsideServiceError
        If MLflow cannot be reached, or the files are not where it says.
    """
    from mlflow.exceptions import MlflowException

    with reached(registry.tracking_uri), tempfile.TemporaryDirectory() as folder, third_party_warnings():
        try:
            logged = registry.client.list_artifacts(run_id, CARD_FOLDER) if run_id else []
        except MlflowException as error:
            if error.error_code == "RESOURCE_DOES_NOT_EXIST":
                return {}
            raise
        wanted = [file.path for file in logged if Path(file.path).name in CARD_FILES]
        files = [Path(registry.client.download_artifacts(run_id, path, folder)) for path in wanted]
        return {file.name: file.read_text(encoding="utf-8") for file in files}
