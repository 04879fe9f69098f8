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
from dataclasses import asdict, dataclass, replace
from functools import cache
from typing import TYPE_CHECKING, Literal

from features.errors import Refused
from features.i18n.text import Bilingual
from models.registry.approval import Approval
from models.registry.promotion_check import NO_CHAMPION

if TYPE_CHECKING:
    from pydantic import TypeAdapter

Action = Literal["promoted", "rolled_back"]

_SEAL = "seal"
_CONTENT = (
    "action", "model_version", "former_champion", "by", "reason", "at", "overruled_by", "overrule_reason",
    "overruled_checks", "files", "after", "before",
)  # fmt: skip


@dataclass(frozen=True)
class Decision:
    """One signed change of the champion.

    Parameters
    ----------
    action, model_version, former_champion
        What was done, who is the champion since, and who was before (``none`` at first).
    by, reason, at, overruled_by, overrule_reason, overruled_checks
        The approval; and the failed checks that a second person overruled, if any.
    files
        The digest of all files of the version; empty where it was registered before there were digests.
    after, before, seal
        What its maker had seen, and the seal over everything (see the module).
    number, void, intact
        As the record keeps it: its number; whether it lost a race; and whether seal and content agree.
    """

    action: Action
    model_version: str
    former_champion: str
    by: str
    reason: str
    at: dt.datetime
    after: int
    seal: str
    before: str = ""
    overruled_by: str = ""
    overrule_reason: str = ""
    overruled_checks: tuple[str, ...] = ()
    files: str = ""
    number: int = 0
    void: bool = False
    intact: bool = True


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
    faults: tuple[Bilingual, ...] = ()
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

    def files_of(self, version: str) -> str:
        """Return the digest of a version's files that was signed last; empty where none was."""
        return next((each.files for each in reversed(self.valid) if each.model_version == version), "")

    def next_promotion(
        self, version: str, approval: Approval, *, overruled: tuple[str, ...], files: str = ""
    ) -> Decision:
        """Return the decision to make a version the champion, by somebody who has seen this record."""
        return self._next("promoted", version, approval, overruled, files)

    def next_rollback(self, approval: Approval) -> Decision:
        """Return the decision to restore the champion before.

        Raises
        ------
        Refused
            If there is none before, or the record cannot be believed.
        """
        if self.faults:
            raise Refused(
                Bilingual(
                    "The record of decisions was changed, so which champion was before cannot be said: "
                    f"{' '.join(fault.en for fault in self.faults)} Promote the version you want: "
                    "'prezent promote VERSION'.",
                    "Registrul deciziilor a fost modificat, deci nu se poate spune ce model a fost în uz înainte: "
                    f"{' '.join(fault.ro for fault in self.faults)} Promovați versiunea dorită: "
                    "„prezent promote VERSIUNE”.",
                )
            )
        earlier = [version for version in self.succession if version != self.champion]
        if not earlier:
            raise Refused(
                Bilingual(
                    "There is no champion before this one to go back to; promote another version instead.",
                    "Nu există un model în uz dinainte la care să reveniți; promovați în schimb altă versiune.",
                )
            )
        return self._next("rolled_back", earlier[-1], approval, (), self.files_of(earlier[-1]))

    def _next(
        self, action: Action, version: str, approval: Approval, overruled: tuple[str, ...], files: str
    ) -> Decision:
        former = self.champion or NO_CHAMPION
        decision = Decision(action, version, former, **asdict(approval), overruled_checks=overruled,
                            files=files, after=self.last, before=self.digest, seal="")  # fmt: skip
        return replace(decision, seal=_sealed(_content(decision)))


def decision_tags(decision: Decision) -> dict[str, str]:
    """Return the tags in which a decision is kept."""
    return _content(decision) | {_SEAL: decision.seal}


def read_record(rows: Iterable[tuple[int, Mapping[str, str]]]) -> Record:
    """Read the numbered tags of all decisions, find which are void, and whether anything was changed."""
    decisions: list[Decision] = []
    faults: list[Bilingual] = []
    digests = {0: ""}
    last = last_valid = 0
    broken_before = False
    for number, tags in sorted(rows, key=lambda row: row[0]):
        for missing in range(last + 1, number):
            faults.append(Bilingual(f"Decision {missing} was removed.", f"Decizia {missing} a fost ștearsă."))
            digests[missing] = digests[missing - 1]
        digests[number] = _sha256(digests[number - 1] + tags.get(_SEAL, ""))
        last = number
        try:
            decision = _decision(tags, number=number, last_valid=last_valid)
        except ValueError:
            faults.append(
                Bilingual(
                    f"Decision {number} cannot be read; it was put in or changed by hand.",
                    f"Decizia {number} nu poate fi citită; a fost adăugată sau modificată de mână.",
                )
            )
            continue
        if not decision.intact:
            faults.append(
                Bilingual(
                    f"Decision {number} was changed after it was made.",
                    f"Decizia {number} a fost modificată după ce a fost luată.",
                )
            )
        elif not broken_before and decision.before != digests[decision.after]:
            faults.append(
                Bilingual(
                    f"What was decided before decision {number} was changed after it.",
                    f"Ce s-a decis înainte de decizia {number} a fost modificat după ea.",
                )
            )
            broken_before = True
        decisions.append(decision)
        last_valid = last_valid if decision.void else number
    return Record(tuple(decisions), tuple(faults), last, digests[last])


def _decision(tags: Mapping[str, str], *, number: int, last_valid: int) -> Decision:
    """Read a decision; ValueError where it is none."""
    given = {name: value for name in (*_CONTENT, _SEAL) if (value := tags.get(name))}
    checks = tuple(tags.get("overruled_checks", "").split(", ")) if tags.get("overruled_checks") else ()
    decision = _adapter().validate_python({**given, "overruled_checks": checks, "number": number})
    if not 0 <= decision.after < number:
        raise ValueError(decision.after)
    content = {name: value for name, value in given.items() if name != _SEAL}
    return replace(decision, void=decision.after < last_valid, intact=decision.seal == _sealed(content))


@cache
def _adapter() -> "TypeAdapter[Decision]":
    from pydantic import TypeAdapter

    return TypeAdapter(Decision)


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
