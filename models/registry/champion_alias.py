"""The alias of the champion in MLflow, which follows the record of decisions.

The record is the truth; the alias is for whoever looks in MLflow:

- Whoever decides moves the alias. Whoever dies in between has decided; the record says so to every reader, and the next
  one who decides moves the alias. Readers write nothing.
- An alias that somebody moved in MLflow, past the record, is not followed: the champion is not used until a signed
  decision, or MLflow, puts it right.
"""

from dataclasses import dataclass
from typing import Any

from features.i18n.text import Bilingual
from models.registry.decision_log import DecisionLog
from models.registry.decisions import Decision, Record
from models.registry.promotion_check import NO_CHAMPION

_FOLLOWS = "champion_decision"  # tag of the registered model: the number of the decision that the alias follows
_LOOKS = 5  # while others decide, record and alias are read again so often


@dataclass(frozen=True)
class Standing:
    """The record, the version on which the alias is, if any, and the number of the last decision that it followed."""

    record: Record
    aliased: str | None
    followed: int

    @property
    def unfinished(self) -> bool:
        """Whether the last decision was made but its maker could not move the alias."""
        head = self.record.head
        if head is None or not head.intact or head.number <= self.followed:
            return False
        return self.aliased in (
            head.model_version,
            None if head.former_champion == NO_CHAMPION else head.former_champion,
        )

    @property
    def fault(self) -> Bilingual | None:
        """A sentence where the champion cannot be used, for it was not made so by a signed decision."""
        head = self.record.head
        if head is not None and not head.intact:
            return Bilingual(
                f"Decision {head.number} was changed after it was made, so which version is the champion cannot be "
                "said; sign one with 'prezent promote VERSION'.",
                f"Decizia {head.number} a fost modificată după ce a fost luată, deci nu se poate spune care versiune "
                "este în uz; semnați una cu „prezent promote VERSIUNE”.",
            )
        if self.unfinished or self.aliased == (head.model_version if head else None):
            return None
        return _moved_by_hand(head, self.aliased)

    @property
    def stale(self) -> Bilingual | None:
        """A sentence where the alias has not followed the last decision yet; the champion can be used."""
        head = self.record.head
        if head is None or not self.unfinished or self.aliased == head.model_version:
            return None
        return Bilingual(
            f"Decision {head.number} made version {head.model_version} the champion, but the alias in MLflow has not "
            "followed yet; the next decision moves it.",
            f"Decizia {head.number} a pus în uz versiunea {head.model_version}, dar aliasul din MLflow nu a urmat "
            "încă; următoarea decizie îl mută.",
        )


class ChampionAlias:
    """The alias of a registered model's champion.

    Parameters
    ----------
    client
        The MLflow client; whoever calls explains its failures.
    model, alias
        The registered model, and the name of the alias.
    """

    def __init__(self, client: Any, model: str, alias: str) -> None:
        self.client, self.model, self.alias = client, model, alias

    def standing(self, log: DecisionLog) -> Standing:
        """Return record and alias, read at one time."""
        for _ in range(_LOOKS):
            standing = Standing(log.read(), *self._read())
            if standing.fault is None or log.read() == standing.record:
                break
        return standing

    def follow(self, log: DecisionLog, decision: Decision) -> None:
        """Move the alias. Others may do so at the same time; whoever is last must have followed the last decision."""
        while True:
            for version, name, value in _marks(decision):
                self.client.set_model_version_tag(self.model, version, name, value)
            self.client.set_registered_model_alias(self.model, self.alias, decision.model_version)
            head = log.read().head
            if head is None or head.number == decision.number:
                break
            decision = head
        self.client.set_registered_model_tag(self.model, _FOLLOWS, str(decision.number))

    def _read(self) -> tuple[str | None, int]:
        for model in self.client.search_registered_models(f"name='{self.model}'"):
            version, followed = model.aliases.get(self.alias), model.tags.get(_FOLLOWS, "0")
            return (str(version) if version else None), int(followed) if followed.isdecimal() else 0
        return None, 0


def _moved_by_hand(head: Decision | None, aliased: str | None) -> Bilingual:
    en, ro = ("no decision was signed", "nicio decizie nu a fost semnată")
    back_en, back_ro = ("remove it in MLflow", "scoateți-l în MLflow")
    if head is not None:
        en = f"decision {head.number} made it version {head.model_version}"
        ro = f"decizia {head.number} l-a pus pe versiunea {head.model_version}"
        back_en = f"put it back on version {head.model_version} in MLflow"
        back_ro = f"puneți-l înapoi pe versiunea {head.model_version} în MLflow"
    return Bilingual(
        f"The alias champion is {f'on version {aliased}' if aliased else 'on no version'}, but {en}: it was moved in "
        f"MLflow by hand. Sign the change with 'prezent promote VERSION', or {back_en}.",
        f"Aliasul „champion” {f'este pe versiunea {aliased}' if aliased else 'nu este pe nicio versiune'}, dar {ro}: a "
        f"fost mutat de mână în MLflow. Semnați schimbarea cu „prezent promote VERSIUNE” sau {back_ro}.",
    )


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
