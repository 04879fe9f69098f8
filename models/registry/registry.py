"""Model versions and the champion among them: the one place that saves to and loads from MLflow."""

import datetime as dt
import json
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from features.errors import Refused
from features.i18n.text import Bilingual
from models.registry.approval import approve
from models.registry.champion_alias import ChampionAlias, Standing
from models.registry.decision_log import DecisionLog, MlflowDecisionLog
from models.registry.decisions import Decision, Record
from models.registry.logged_model import MODEL_DESCRIPTION, digest_of, log_model, read_logged_model, version_description
from models.registry.mlflow_access import reached, third_party_warnings
from models.registry.promotion_check import Check, checks_before_promotion
from models.risk.model import RiskModel

MODEL_NAME = "prezent"
CHAMPION, CHALLENGER = "champion", "challenger"

FILES_TAG = "files_sha256"  # of a version: the digest of all its files as they were registered
CARD_FILES = ("card.ro.html", "card.en.html", "card.ro.md", "card.en.md", "card.lists.json")

_REPORT, _CARD_FOLDER = "report.json", "card"


T = TypeVar("T")


@dataclass(frozen=True)
class ModelVersion:
    """One registered version: its number, run, aliases and what its tags say."""

    version: str
    run_id: str
    created: dt.datetime
    aliases: tuple[str, ...]
    tags: Mapping[str, str]


class Registry:
    """The model registry at an MLflow tracking URI.

    Parameters
    ----------
    tracking_uri
        A database such as ``sqlite:///var/mlflow.db``, or a tracking server.
    decisions
        Where decisions about the champion are kept, if not in MLflow too.
    """

    def __init__(self, tracking_uri: str, *, decisions: DecisionLog | None = None) -> None:
        import mlflow

        self.tracking_uri = tracking_uri
        with reached(tracking_uri):
            mlflow.set_tracking_uri(tracking_uri)
            self.client = mlflow.MlflowClient(tracking_uri)
        self.decision_log = decisions or MlflowDecisionLog(self.client, MODEL_NAME)
        self.alias = ChampionAlias(self.client, MODEL_NAME, CHAMPION)

    def register(self, model: RiskModel, *, tags: Mapping[str, str]) -> str:
        """Log a model to the active run and register it; return its new version, which is unfinished so far."""
        with reached(self.tracking_uri), third_party_warnings():
            version = log_model(model, registered_as=MODEL_NAME)
            digest = self.downloaded(version, digest_of)
            for name, value in {**tags, FILES_TAG: digest}.items():
                self.client.set_model_version_tag(MODEL_NAME, version, name, value)
            self.client.update_registered_model(MODEL_NAME, description=MODEL_DESCRIPTION)
        return version

    def challenge(self, version: str, *, checks: Mapping[str, str]) -> None:
        """Finish a version once its run holds all that is said of it, and make it the challenger.

        Its checks are written down last: a version without them is one whose training did not come to its end.
        """
        with reached(self.tracking_uri):
            for name, value in checks.items():
                self.client.set_model_version_tag(MODEL_NAME, version, name, value)
            found = self.client.get_model_version(MODEL_NAME, version)
            experiment = self.client.get_run(found.run_id).info.experiment_id
            described = version_description(version, found.tags, experiment_id=experiment, run_id=found.run_id)
            self.client.update_model_version(MODEL_NAME, version, description=described)
            self.client.set_registered_model_alias(MODEL_NAME, CHALLENGER, version)

    def load(self, model: str) -> tuple[RiskModel, str]:
        """Load a version, or the one behind an alias such as ``champion``; return it with its version number.

        Raises
        ------
        Refused
            If there is none, or its files are not those that were signed, or at least registered.
        """
        found = self.find(model)
        expected = self.record().files_of(found.version) or found.tags.get(FILES_TAG, "")

        def read(folder: Path) -> RiskModel:
            if expected and digest_of(folder) != expected:
                raise _other_files(found.version)
            return read_logged_model(folder)

        return self.downloaded(found.version, read), found.version

    def downloaded(self, version: str, use: Callable[[Path], T]) -> T:
        """Use the files of a version, which are there as long as that takes."""
        import mlflow

        with reached(self.tracking_uri), tempfile.TemporaryDirectory() as folder, third_party_warnings():
            return use(Path(mlflow.artifacts.download_artifacts(f"models:/{MODEL_NAME}/{version}", dst_path=folder)))

    def find(self, model: str) -> ModelVersion:
        """Return the version of that number or alias; Refused if there is none.

        The champion is the one of the last signed decision, not merely the version that carries the alias.
        """
        if model == CHAMPION:
            champion = self.champion()
            if champion is None:
                raise Refused(
                    Bilingual(
                        "There is no champion yet: train a model and promote it with 'prezent promote VERSION'.",
                        "Nu există încă un model în uz: antrenați unul și promovați-l cu „prezent promote VERSIUNE”.",
                    )
                )
            model = champion
        versions = self.versions()
        for version in versions:
            if model == version.version or model in version.aliases:
                return version
        known = ", ".join(version.version for version in versions)
        raise Refused(
            Bilingual(
                f"There is no model version {model}; registered are: {known or 'none'}.",
                f"Nu există versiunea de model {model}; sunt înregistrate: {known or 'niciuna'}.",
            )
        )

    def versions(self) -> Sequence[ModelVersion]:
        """Return all versions, newest first."""
        with reached(self.tracking_uri):
            found = self.client.search_model_versions(f"name='{MODEL_NAME}'")
            aliases = self.client.get_registered_model(MODEL_NAME).aliases if found else {}
        versions = [
            ModelVersion(
                version=str(each.version),
                run_id=each.run_id,
                created=dt.datetime.fromtimestamp(each.creation_timestamp / 1000, dt.UTC),
                aliases=tuple(sorted(alias for alias, version in aliases.items() if str(version) == str(each.version))),
                tags=dict(each.tags),
            )
            for each in found
        ]
        return sorted(versions, key=lambda each: -int(each.version))

    def report(self, model: str) -> dict[str, Any]:
        """Return what the run of a version reported; empty where no report is kept."""
        found = self.run_files(self.find(model).run_id, (_REPORT,))
        report: dict[str, Any] = json.loads(found.get(_REPORT, "{}"))
        return report

    def run_files(self, run_id: str, names: Sequence[str], *, folder: str | None = None) -> dict[str, str]:
        """Return the text of those of these files that a run holds; empty where there is no such run any more.

        Raises
        ------
        OutsideServiceError
            If MLflow cannot be reached, or the files are not where it says.
        """
        from mlflow.exceptions import MlflowException

        with reached(self.tracking_uri), tempfile.TemporaryDirectory() as temporary, third_party_warnings():
            try:
                held = self.client.list_artifacts(run_id, folder) if run_id else []
            except MlflowException as error:
                if error.error_code != "RESOURCE_DOES_NOT_EXIST":
                    raise
                held = []  # the run was deleted since
            wanted = [file.path for file in held if Path(file.path).name in names]
            files = [Path(self.client.download_artifacts(run_id, path, temporary)) for path in wanted]
            return {file.name: file.read_text(encoding="utf-8") for file in files}

    # Who is the champion

    def champion(self) -> str | None:
        """Return the champion's version, None before the first promotion.

        Raises
        ------
        Refused
            If the alias was moved, or the last decision changed, past the record.
        """
        standing = self._standing()
        if standing.fault:
            raise Refused(standing.fault)
        return standing.record.champion

    def record(self) -> Record:
        """Return all decisions and what is wrong with them."""
        return self._standing().record

    def decisions(self) -> Sequence[Decision]:
        """Return all decisions, newest first; those that lost a race are marked void."""
        return self.record().decisions[::-1]

    def faults(self) -> Sequence[Bilingual]:
        """Return a sentence for everything done past the record (changed, removed, the alias moved) or unfinished."""
        standing = self._standing()
        return (*standing.record.faults, *(each for each in (standing.fault, standing.stale) if each))

    def checks(self, model: str) -> tuple[Check, ...]:
        """Return the checks that decide whether a version may become the champion now."""
        return self._checks(self.find(model), self.record().champion)

    def promote(
        self, model: str, *, by: str, reason: str, at: dt.datetime,
        overruled_by: str | None = None, overrule_reason: str | None = None,
    ) -> str:  # fmt: skip
        """Make a version the champion by a signed decision; return its number.

        Raises
        ------
        Refused
            If checks failed and no second person overrules them, or somebody else decided first.
        UsageError
            If only half of the overruling is given.
        """
        approval = approve(by=by, reason=reason, at=at, overruled_by=overruled_by, overrule_reason=overrule_reason)
        found, standing = self.find(model), self._standing_to_decide_on()
        if found.version == standing.record.champion:
            raise Refused(
                standing.fault
                or Bilingual(
                    f"Version {found.version} is the champion already.",
                    f"Versiunea {found.version} este deja în uz.",
                )
            )
        checks = self._checks(found, standing.record.champion)
        overruled = approval.overruling(checks, found.version)
        files = found.tags.get(FILES_TAG, "")
        if files and self.downloaded(found.version, digest_of) != files:
            raise _other_files(found.version)
        self._decide(standing.record.next_promotion(found.version, approval, overruled=overruled, files=files))
        return found.version

    def rollback(self, *, by: str, reason: str, at: dt.datetime) -> str:
        """Restore the champion before the present one by a signed decision; return its number.

        Raises
        ------
        Refused
            If there is none before, it is not registered any more, or somebody else decided first.
        """
        approval = approve(by=by, reason=reason, at=at)
        standing = self._standing_to_decide_on()
        if standing.fault:
            raise Refused(standing.fault)
        decision = standing.record.next_rollback(approval)
        version = self.find(decision.model_version).version
        self._decide(decision)
        return version

    def _checks(self, found: ModelVersion, champion: str | None) -> tuple[Check, ...]:
        return checks_before_promotion(found.tags, champion=champion, others=[each.tags for each in self.versions()])

    def _decide(self, decision: Decision) -> None:
        with reached(self.tracking_uri):
            self.alias.follow(self.decision_log, self.decision_log.decide(decision))

    def _standing(self) -> Standing:
        with reached(self.tracking_uri):
            return self.alias.standing(self.decision_log)

    def _standing_to_decide_on(self) -> Standing:
        """Return where things stand for who is about to decide, after the alias followed what others decided."""
        standing = self._standing()
        if standing.unfinished and standing.record.head:
            with reached(self.tracking_uri):
                self.alias.follow(self.decision_log, standing.record.head)
            standing = self._standing()
        return standing


def _other_files(version: str) -> Refused:
    return Refused(
        Bilingual(
            f"The files of version {version} are not those that were registered: they were changed or damaged since. "
            "Restore them from a copy, or train again.",
            f"Fișierele versiunii {version} nu sunt cele înregistrate: au fost modificate sau deteriorate între timp. "
            "Refaceți-le dintr-o copie sau antrenați din nou.",
        )
    )


def logged_card(registry: Registry, run_id: str) -> dict[str, str]:
    """Return the text of each card file of a run by name; empty where there is none."""
    return registry.run_files(run_id, CARD_FILES, folder=_CARD_FOLDER)
