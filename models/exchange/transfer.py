"""A promoted version taken out of one registry, and brought into another one."""

import json
import tempfile
from dataclasses import dataclass
from pathlib import Path

from features.errors import Refused
from features.i18n.text import Bilingual
from models.exchange.model_file import CARD, ModelFile, read_model_file, write_model_file
from models.registry.decisions import Decision, decision_tags, read_record
from models.registry.logged_model import digest_of, read_logged_model
from models.registry.mlflow_access import experiment_id, reached, third_party_warnings
from models.registry.promotion_check import brought_tags, checks_made
from models.registry.registry import FILES_TAG, Registry, logged_card
from models.risk.model import RiskModel

BROUGHT_FROM_TAG = "brought_from"  # of a version: the fingerprint of the file that it came in
_OWN_TAGS = (FILES_TAG, BROUGHT_FROM_TAG)  # said of a version in one registry, untrue in another
_NUMBER = "number"


@dataclass(frozen=True)
class BroughtVersion:
    """A version that came in a file.

    Parameters
    ----------
    version
        Its number here.
    decision
        Who promoted it where it was made, when and why.
    fingerprint
        That of its file.
    new
        Whether it was registered now, or had been before.
    """

    version: str
    decision: Decision
    fingerprint: str
    new: bool


def export_version(registry: Registry, model: str, path: Path) -> tuple[str, str]:
    """Write a version, by number or alias, into a file; return its number and the file's fingerprint.

    Raises
    ------
    Refused
        If there is no such version, nobody promoted it, or its files are not those that were signed.
    """
    found = registry.find(model)
    decision = _promotion_of(registry, found.version)
    files = registry.downloaded(found.version, lambda folder: _signed_files(folder, decision))
    report = registry.report(found.version)
    version = ModelFile(
        model=files,
        card=logged_card(registry, found.run_id),
        report=json.dumps(report),
        tags={name: text for name, text in found.tags.items() if name not in _OWN_TAGS},
        decision=decision_tags(decision) | {_NUMBER: str(decision.number)},
    )
    return found.version, write_model_file(version, path)


def import_version(registry: Registry, path: Path, *, artifacts: Path) -> BroughtVersion:
    """Register the version in a file as the challenger; once, however often the file is brought.

    Nothing in the file is run: the model is read from its tables and logged anew, with this installation's own code.

    Raises
    ------
    Refused
        If the file is damaged or none of ours, its decision was changed, or its files are not those that were signed.
    """
    version, fingerprint = read_model_file(path)
    decision = _decision_in(version, path)
    model = _model_in(version, decision, path)
    for there in registry.versions():
        if there.tags.get(BROUGHT_FROM_TAG) == fingerprint:
            return BroughtVersion(there.version, decision, fingerprint, new=False)
    number = _register(registry, version, model, fingerprint=fingerprint, artifacts=artifacts)
    registry.challenge(number, checks=brought_tags(checks_made(version.tags)))
    return BroughtVersion(number, decision, fingerprint, new=True)


def _promotion_of(registry: Registry, version: str) -> Decision:
    """Return the last decision that made a version the champion."""
    for decision in registry.decisions():
        if decision.model_version == version and decision.intact and not decision.void and decision.files:
            return decision
    raise Refused(
        Bilingual(
            f"Version {version} was never promoted, so nobody has signed for it; promote it first: "
            f"prezent promote {version}.",
            f"Versiunea {version} nu a fost pusă niciodată în uz, deci nimeni nu a semnat pentru ea; promovați-o "
            f"întâi: prezent promote {version}.",
        )
    )


def _signed_files(folder: Path, decision: Decision) -> dict[str, bytes]:
    if digest_of(folder) != decision.files:
        raise _not_what_was_signed(f"version {decision.model_version}", f"versiunii {decision.model_version}")
    paths = (path for path in sorted(folder.rglob("*")) if path.is_file() and "__pycache__" not in path.parts)
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


def _decision_in(version: ModelFile, path: Path) -> Decision:
    """Return the decision in a file, which must be as it was sealed."""
    tags = {name: text for name, text in version.decision.items() if name != _NUMBER}
    number = version.decision.get(_NUMBER, "")
    decisions = read_record([(int(number), tags)]).decisions if number.isdecimal() else ()
    if not decisions or not decisions[0].intact:
        raise Refused(
            Bilingual(
                f"The decision in {path} that promoted the model was changed after it was made; ask for the file "
                "again, from whoever signed.",
                f"Decizia din {path} prin care modelul a fost pus în uz a fost modificată după ce a fost luată; cereți "
                "fișierul din nou de la cine a semnat.",
            )
        )
    return decisions[0]


def _model_in(version: ModelFile, decision: Decision, path: Path) -> RiskModel:
    """Read the model in a file, which must be the one that was signed."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        for name, data in version.model.items():
            file = folder / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(data)
        if digest_of(folder) != decision.files:
            raise _not_what_was_signed(str(path), f"din {path}")
        return read_logged_model(folder)


def _register(registry: Registry, version: ModelFile, model: RiskModel, *, fingerprint: str, artifacts: Path) -> str:
    """Log the model, its card and its report to a run of their own, and register it; return its number here."""
    import mlflow

    with third_party_warnings(), reached(registry.tracking_uri):
        run_name = f"Brought from elsewhere: {version.tags.get('outcomes', '-')}"
        with mlflow.start_run(experiment_id=experiment_id(registry.tracking_uri, artifacts), run_name=run_name):
            for name, text in version.card.items():
                mlflow.log_text(text, f"{CARD}{name}")
            mlflow.log_text(version.report, "report.json")
            own = {name: text for name, text in version.tags.items() if name not in _OWN_TAGS}
            return registry.register(model, tags=own | {BROUGHT_FROM_TAG: fingerprint})


def _not_what_was_signed(en: str, ro: str) -> Refused:
    return Refused(
        Bilingual(
            f"The model files of {en} are not those that were signed: they were changed or damaged since.",
            f"Fișierele modelului {ro} nu sunt cele semnate: au fost modificate sau deteriorate între timp.",
        )
    )
