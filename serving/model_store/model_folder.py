"""A folder with a model version and its card, for a service that asks no registry."""

import hashlib
import json
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path

from features.errors import Refused, UsageError
from features.files.bounded_text import read_json
from features.i18n.text import Bilingual
from models.ranking.scorer import Scorer
from models.risk.artifact import read_model, write_model
from models.risk.artifact_files import FORMAT

PIN_FILE = "pin.json"
CARD = "card"


def write_pinned(scorer: Scorer, folder: Path, *, run_id: str, card: Mapping[str, str]) -> None:
    """Write a model version and its card into a folder of its own, in one step; another run's is replaced."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".pinning.", dir=folder.parent) as staging:
        whole = Path(staging, folder.name)
        (whole / CARD).mkdir(parents=True)
        write_model(scorer.model, whole)
        for name, text in card.items():
            (whole / CARD / name).write_text(text, encoding="utf-8", newline="\n")
        pin = {"version": scorer.version, "run_id": run_id, "format": str(FORMAT), "sha256": _sha256(whole)}
        (whole / PIN_FILE).write_text(json.dumps(pin), encoding="utf-8")
        shutil.rmtree(folder, ignore_errors=True)
        try:
            whole.rename(folder)
        except OSError:
            if not holds(folder, run_id=run_id):  # else another start was faster, with the same
                raise


def holds(folder: Path, *, run_id: str) -> bool:
    """Tell whether a folder holds the version of a run, undamaged and in the format of this program."""
    pin = read_pin(folder)
    return bool(pin) and pin == {**pin, "run_id": run_id, "format": str(FORMAT), "sha256": _sha256(folder)}


def read_pinned(folder: Path) -> Scorer:
    """Read a model version; Refused if the folder holds none or is damaged."""
    pin = read_pin(folder)
    if not pin:
        raise Refused(
            Bilingual(
                f"There is no pinned model in {folder}; start the service with 'prezent serve'.",
                f"Nu există niciun model fixat în {folder}; porniți serviciul cu „prezent serve”.",
            )
        )
    if pin.get("sha256") != _sha256(folder):
        raise Refused(
            Bilingual(
                f"The files of the pinned model in {folder} were changed or damaged; delete the folder, and start the "
                "service again.",
                f"Fișierele modelului fixat în {folder} au fost modificate sau deteriorate; ștergeți dosarul și "
                "porniți din nou serviciul.",
            )
        )
    return Scorer(read_model(folder), pin["version"])


def read_pin(folder: Path) -> dict[str, str]:
    """Return what a folder says of its model: ``version``, MLflow's ``run_id``, and more; empty if it holds none.

    Raises
    ------
    UsageError
        If it is there and cannot be read.
    """
    try:
        pin: dict[str, str] = read_json(folder / PIN_FILE)
    except (FileNotFoundError, NotADirectoryError, ValueError):
        return {}
    except OSError as error:
        raise UsageError(
            Bilingual(
                f"{folder / PIN_FILE} cannot be read ({error.strerror}); let whoever runs the service read it.",
                f"{folder / PIN_FILE} nu poate fi citit ({error.strerror}); dați drept de citire celui care pornește "
                "serviciul.",
            )
        ) from error
    return pin


def read_card(folder: Path) -> dict[str, str]:
    """Return the files of a version's model card by name; empty if it has none."""
    return {file.name: file.read_text(encoding="utf-8") for file in sorted((folder / CARD).glob("card.*"))}


def _sha256(folder: Path) -> str:
    """Return one digest of all files of a folder but the pin."""
    files = sorted(path for path in folder.rglob("*") if path.is_file() and path.name != PIN_FILE)
    digests = (f"{path.name} {hashlib.sha256(path.read_bytes()).hexdigest()}" for path in files)
    return hashlib.sha256("\n".join(digests).encode()).hexdigest()
