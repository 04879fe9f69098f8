"""Who made which version the champion, when and why: a record that only grows, and shows when it was changed.

Decisions are numbered from 1 by whoever keeps them, without gaps and never twice. Each is sealed: it says which was the
last one that its maker had seen (``after``), it carries the digest of everything up to there (``before``), and its seal
is the SHA-256 of all that. From this follows, for every reader alike:

- A decision whose maker had not seen the last valid one lost a race and is void: of several made at once, the one with
  the lowest number is valid.
- A decision that was changed, removed or put in by hand is found. (Whoever can rewrite the whole record can seal it
  anew; noting the last seal elsewhere, as on the signed paper, shows that too.)
- After a rollback the champion is the version before, and the one rolled back from is out of the succession.
"""

import datetime as dt
import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Literal

from features.errors import Refused
from models.registry.approval import Signature
from models.registry.promotion_check import NO_CHAMPION

Action = Literal["promoted", "rolled_back"]

_CARRIED_OUT, _SEAL = "carried_out", "seal"
_CONTENT = (
    "action", "model_version", "former_champion", "by", "reason", "at", "overruled_by", "overrule_reason",
    "overruled_checks", "after", "before",
)  # fmt: skip


@dataclass(frozen=True)
class Decision:
    """One signed change of the champion.

    Parameters
    ----------
    action, model_version, former_champion
        What was done, who is the champion since, and who was before (``none`` at first).
    by, reason, at, overruled_by, overrule_reason, overruled_checks
        The signature; and the failed checks that a second person overruled, if any.
    after, before, seal
        What its maker had seen, and the seal over everything (see the module).
    number, void, intact, carried_out
        As the record keeps it: its number; whether it lost a race; whether seal and content agree; and whether the
        alias has followed.
    """

    action: Action
    model_version: str
    former_champion: str
    by: str
    reason: str
    at: dt.datetime
    overruled_by: str
    overrule_reason: str
    overruled_checks: tuple[str, ...]
    after: int
    before: str
    seal: str
    number: int = 0
    void: bool = False
    intact: bool = True
    carried_out: bool = False


@dataclass(frozen=True)
class Record:
    """All decisions, oldest first, and what is wrong with them.

    Parameters
    ----------
    decisions
        Those that can be read, the void ones among them.
    faults
        A sentence for everything that was changed, removed or put in by hand.
    last, digest
        The highest number there is, and the digest of everything up to it.
    """

    decisions: tuple[Decision, ...] = ()
    faults: tuple[str, ...] = ()
    last: int = 0
    digest: str = ""

    @property
    def valid(self) -> tuple[Decision, ...]:
        """Return the decisions that took effect."""
        return tuple(decision for decision in self.decisions if not decision.void)

    @property
    def head(self) -> Decision | None:
        """Return the decision that says who is the champion now."""
        return self.valid[-1] if self.valid else None

    @property
    def champion(self) -> str | None:
        """Return the champion; None if there is none, or if it cannot be said."""
        return self.head.model_version if self.head and self.head.intact else None

    @property
    def succession(self) -> tuple[str, ...]:
        """Return the versions that the champion follows, the champion last, without any that was rolled back from."""
        versions: list[str] = []
        for decision in self.valid:
            if decision.action == "promoted":
                versions.append(decision.model_version)
            else:
                versions = [version for version in versions if version != decision.former_champion]
        return tuple(versions)

    def numbered(self, number: int) -> Decision:
        """Return the decision of a number, which must be there."""
        return next(decision for decision in self.decisions if decision.number == number)

    def next_promotion(self, version: str, signature: Signature, *, overruled: tuple[str, ...]) -> Decision:
        """Return the decision to make a version the champion, by somebody who has seen this record."""
        return self._next("promoted", version, signature, overruled)

    def next_rollback(self, signature: Signature) -> Decision:
        """Return the decision to restore the champion before.

        Raises
        ------
        Refused
            If there is none before, or the record cannot be believed.
        """
        if self.faults:
            raise Refused(
                "The record of decisions was changed, so which champion was before cannot be said: "
                f"{' '.join(self.faults)} Promote the version you want: 'prezent promote VERSION'."
            )
        earlier = [version for version in self.succession if version != self.champion]
        if not earlier:
            raise Refused("There is no champion before this one to go back to; promote another version instead.")
        return self._next("rolled_back", earlier[-1], signature, ())

    def _next(self, action: Action, version: str, signature: Signature, overruled: tuple[str, ...]) -> Decision:
        former = self.champion or NO_CHAMPION
        decision = Decision(action, version, former, **asdict(signature), overruled_checks=overruled,
                            after=self.last, before=self.digest, seal="")  # fmt: skip
        content = _content(decision)
        return _decision(content | {_SEAL: _sealed(content)})


def decision_tags(decision: Decision) -> dict[str, str]:
    """Return the tags in which a decision is kept."""
    return _content(decision) | {_SEAL: decision.seal}


def carried_out_tag() -> tuple[str, str]:
    """Return the one tag that is added later: the alias has followed. It is not under the seal."""
    return _CARRIED_OUT, "yes"


def read_record(rows: Iterable[tuple[int, Mapping[str, str]]]) -> Record:
    """Read the numbered tags of all decisions, find which are void, and whether anything was changed."""
    decisions: list[Decision] = []
    faults: list[str] = []
    digests = {0: ""}
    last = last_valid = 0
    broken_before = False
    for number, tags in sorted(rows, key=lambda row: row[0]):
        for missing in range(last + 1, number):
            faults.append(f"Decision {missing} was removed.")
            digests[missing] = digests[missing - 1]
        digests[number] = _sha256(digests[number - 1] + tags.get(_SEAL, ""))
        last = number
        try:
            decision = _decision(tags, number=number, last_valid=last_valid)
        except (KeyError, ValueError):
            faults.append(f"Decision {number} cannot be read; it was put in or changed by hand.")
            continue
        if not decision.intact:
            faults.append(f"Decision {number} was changed after it was made.")
        elif not broken_before and decision.before != digests[decision.after]:
            faults.append(f"What was decided before decision {number} was changed after it.")
            broken_before = True
        decisions.append(decision)
        last_valid = last_valid if decision.void else number
    return Record(tuple(decisions), tuple(faults), last, digests[last])


def _decision(tags: Mapping[str, str], *, number: int = 0, last_valid: int = 0) -> Decision:
    """Read a decision; KeyError or ValueError where it is none."""
    action, after = tags["action"], int(tags["after"])
    if action not in ("promoted", "rolled_back") or (number and not 0 <= after < number):
        raise ValueError(action)
    content = {name: tags[name] for name in _CONTENT if tags.get(name)}
    return Decision(
        action="promoted" if action == "promoted" else "rolled_back",
        model_version=tags["model_version"],
        former_champion=tags["former_champion"],
        by=tags["by"],
        reason=tags["reason"],
        at=dt.datetime.fromisoformat(tags["at"]),
        overruled_by=tags.get("overruled_by", ""),
        overrule_reason=tags.get("overrule_reason", ""),
        overruled_checks=tuple(tags["overruled_checks"].split(", ")) if tags.get("overruled_checks") else (),
        after=after,
        before=tags.get("before", ""),
        seal=tags[_SEAL],
        number=number,
        void=after < last_valid,
        intact=tags[_SEAL] == _sealed(content),
        carried_out=_CARRIED_OUT in tags,
    )


def _content(decision: Decision) -> dict[str, str]:
    """Return what is under the seal as tags; what is empty is left out, since not every registry keeps it."""
    values = asdict(decision) | {
        "at": decision.at.isoformat(timespec="seconds"),
        "overruled_checks": ", ".join(decision.overruled_checks),
    }
    return {name: str(values[name]) for name in _CONTENT if values[name] != ""}


def _sealed(content: Mapping[str, str]) -> str:
    return _sha256(json.dumps(dict(content), sort_keys=True, ensure_ascii=False))


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8")).hexdigest()
