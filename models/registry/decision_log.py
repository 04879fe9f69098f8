"""The record of decisions kept in MLflow, and the champion's alias that follows it.

The record is a registered model of its own. Its versions are the decisions: MLflow numbers a version and writes its
tags in one transaction, in a database file as on a server, so of two decisions made at once each has a number of its
own, and the later one sees the earlier one. The record is the truth; the alias only follows:

- Whoever dies between deciding and moving the alias has decided; the next one who looks moves it.
- An alias that somebody moved in MLflow, past the record, is not followed: the champion is not used until a signed
  decision, or MLflow, puts it right.
"""

from dataclasses import dataclass
from typing import Any

from features.errors import Refused
from models.registry.decisions import Decision, Record, carried_out_tag, decision_tags, read_record

_LOOKS = 5  # while others decide, record and alias are read again so often


@dataclass(frozen=True)
class Standing:
    """The record, and the version on which the alias is, if any."""

    record: Record
    aliased: str | None

    @property
    def fault(self) -> str | None:
        """Return a sentence where the champion cannot be used, for it was not made so by a signed decision."""
        head = self.record.head
        if head is None and self.aliased is None:
            return None
        if head is not None and not head.intact:
            return (
                f"Decision {head.number} was changed after it was made, so which version is the champion cannot be "
                "said; sign one with 'prezent promote VERSION'."
            )
        if head is not None and head.model_version == self.aliased:
            return None
        signed = f"decision {head.number} made it version {head.model_version}" if head else "no decision was signed"
        back = f"put it back on version {head.model_version} in MLflow" if head else "remove it in MLflow"
        place = f"on version {self.aliased}" if self.aliased else "on no version"
        return (
            f"The alias champion is {place}, but {signed}: it was moved in MLflow by hand. "
            f"Sign the change with 'prezent promote VERSION', or {back}."
        )


class DecisionLog:
    """The decisions about one registered model.

    Parameters
    ----------
    client
        The MLflow client; whoever calls explains its failures.
    model, alias
        The registered model, and the alias of its champion.
    """

    def __init__(self, client: Any, model: str, *, alias: str) -> None:
        self.client, self.model, self.alias = client, model, alias
        self.name = f"{model}-decisions"

    def read(self) -> Record:
        """Return the record as it is now."""
        found = self.client.search_model_versions(f"name='{self.name}'")
        return read_record((int(each.version), each.tags) for each in found)

    def standing(self) -> Standing:
        """Return record and alias, read at one time, after mending what somebody could not finish."""
        for _ in range(_LOOKS):
            standing = Standing(self.read(), self._aliased())
            head = standing.record.head
            unfinished = head is not None and head.intact and not head.carried_out
            if head and unfinished and standing.aliased in (head.model_version, _none(head.former_champion)):
                self._carry_out(head)
            elif standing.fault is None or self.read() == standing.record:
                break
        return standing

    def decide(self, decision: Decision) -> Decision:
        """Write a decision down and let the alias follow; return it with its number.

        Raises
        ------
        Refused
            If somebody else decided since the record was read; nothing is changed then.
        """
        self._open()
        source = f"models:/{self.model}/{decision.model_version}"
        written = self.client.create_model_version(self.name, source, tags=decision_tags(decision))
        record = self.read()
        mine = record.numbered(int(written.version))
        if mine.void:
            winner = next(each for each in record.valid if decision.after < each.number < mine.number)
            raise Refused(
                f"{winner.by} decided first: decision {winner.number} made version {winner.model_version} the "
                f"champion. Yours, number {mine.number}, is void; look at 'prezent models' and decide again."
            )
        self._carry_out(mine)
        return mine

    def _carry_out(self, decision: Decision) -> None:
        """Move the alias. Others may do so at the same time; whoever is last must have written the last decision."""
        while True:
            for version, name, value in _marks(decision):
                self.client.set_model_version_tag(self.model, version, name, value)
            self.client.set_registered_model_alias(self.model, self.alias, decision.model_version)
            head = self.read().head
            if head is None or head.number == decision.number:
                break
            decision = head
        self.client.set_model_version_tag(self.name, str(decision.number), *carried_out_tag())

    def _aliased(self) -> str | None:
        for model in self.client.search_registered_models(f"name='{self.model}'"):
            if self.alias in model.aliases:
                return str(model.aliases[self.alias])
        return None

    def _open(self) -> None:
        """Make the registered model that holds the decisions, unless it is there."""
        from mlflow.exceptions import MlflowException

        if self.client.search_registered_models(f"name='{self.name}'"):
            return
        try:
            about = f"Who made which version of {self.model} the champion, when and why. Sealed: do not edit."
            self.client.create_registered_model(self.name, description=about)
        except MlflowException as error:
            if error.error_code != "RESOURCE_ALREADY_EXISTS":  # somebody else made it in this moment
                raise


def _marks(decision: Decision) -> list[tuple[str, str, str]]:
    """Return what versions carry of a decision for whoever looks at them in MLflow: version, tag and value."""
    signed = {"by": decision.by, "reason": decision.reason, "at": decision.at.isoformat(timespec="seconds")}
    if decision.action == "rolled_back":
        return [(decision.former_champion, f"rolled_back_{name}", value) for name, value in signed.items()]
    marks = {f"promoted_{name}": value for name, value in signed.items()} | {
        "former_champion": decision.former_champion,
        "overruled_by": decision.overruled_by or "none",
        "overrule_reason": decision.overrule_reason or "none",
        "overruled_checks": ", ".join(decision.overruled_checks) or "none",
    }
    return [(decision.model_version, name, value) for name, value in marks.items()]


def _none(version: str) -> str | None:
    return None if version == "none" else version
