"""Where the decisions about the champion are kept: read by everybody, added to by whoever decides."""

from typing import Any, Protocol

from features.errors import Refused
from features.i18n.text import Bilingual
from models.registry.decisions import Decision, Record, decision_tags, read_record


class DecisionLog(Protocol):
    """A place that keeps decisions and numbers them from 1, without gaps and never twice."""

    def read(self) -> Record:
        """Return the record as it is now; nothing is written."""

    def decide(self, decision: Decision) -> Decision:
        """Write a decision down; return it with its number.

        Raises
        ------
        Refused
            If somebody else decided since its maker read the record; then it is void.
        """


class MlflowDecisionLog:
    """Decisions kept in MLflow, as the versions of a registered model of their own.

    MLflow numbers a version and writes its tags in one transaction, in a database file as on a server, so of two
    decisions made at once each has a number of its own, and the later one sees the earlier one.

    Parameters
    ----------
    client
        The MLflow client; whoever calls explains its failures.
    model
        The registered model that the decisions are about.
    """

    def __init__(self, client: Any, model: str) -> None:
        self.client, self.model, self.name = client, model, f"{model}-decisions"

    def read(self) -> Record:
        """Return the record as it is now."""
        found = self.client.search_model_versions(f"name='{self.name}'")
        return read_record((int(each.version), each.tags) for each in found)

    def decide(self, decision: Decision) -> Decision:
        """Write a decision down; Refused if somebody else decided first."""
        self._open()
        source = f"models:/{self.model}/{decision.model_version}"
        written = self.client.create_model_version(self.name, source, tags=decision_tags(decision))
        record = self.read()
        mine = record.numbered(int(written.version))
        if mine.void:
            raise _decided_first(
                next(each for each in record.valid if decision.after < each.number < mine.number), mine
            )
        return mine

    def _open(self) -> None:
        """Make the registered model that holds the decisions, unless it is there."""
        from mlflow.exceptions import MlflowException

        if self.client.search_registered_models(f"name='{self.name}'"):
            return
        try:
            description = (
                f"Who made which version of {self.model} the champion, when and why. Sealed: do not edit.\n\n"
                f"Cine a pus în uz ce versiune a modelului {self.model}, când și de ce. Sigilat: nu modificați."
            )
            self.client.create_registered_model(self.name, description=description)
        except MlflowException as error:
            if error.error_code != "RESOURCE_ALREADY_EXISTS":  # somebody else made it in this moment
                raise


def _decided_first(winner: Decision, mine: Decision) -> Refused:
    return Refused(
        Bilingual(
            f"{winner.by} decided first: decision {winner.number} made version {winner.model_version} the champion. "
            f"Yours, number {mine.number}, is void; look at 'prezent models' and decide again.",
            f"{winner.by} a decis înainte: decizia {winner.number} a pus în uz versiunea {winner.model_version}. "
            f"Decizia dumneavoastră, numărul {mine.number}, nu este valabilă; vedeți „prezent models” și decideți din "
            "nou.",
        )
    )
