"""Who signs for a champion, and the second person who overrules a check that failed."""

import datetime as dt
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from features.errors import Refused, UsageError
from features.i18n.text import Bilingual, Language
from features.identity_numbers import has_identity_number
from models.registry.promotion_check import Check, failed

_WHO = Bilingual(
    "Only a second person with a reason of their own can overrule them: --overruled-by and --overrule-reason.",
    "Doar o a doua persoană, cu motivul ei, poate trece peste ele: --overruled-by și --overrule-reason.",
)


@dataclass(frozen=True)
class Approval:
    """A named person with a reason and the time; and a second one who overrules, or two empty texts."""

    by: str
    reason: str
    at: dt.datetime
    overruled_by: str = ""
    overrule_reason: str = ""

    def overruling(self, checks: Sequence[Check], version: str) -> tuple[str, ...]:
        """Return the codes of the failed checks that the second person overrules.

        Raises
        ------
        ChecksFailed
            If checks failed and nobody overrules them.
        Refused
            If there is nothing to overrule: nobody signs in advance for what may fail another time.
        """
        broken = failed(checks)
        if broken and not self.overruled_by:
            raise ChecksFailed(version, broken)
        if self.overruled_by and not broken:
            raise Refused(
                Bilingual(
                    "No check failed, so there is nothing to overrule; leave out --overruled-by.",
                    "Nicio verificare nu a picat, deci nu este peste ce trece; lăsați deoparte --overruled-by.",
                )
            )
        return tuple(check.code for check in broken)


class ChecksFailed(Refused):
    """A version is not promoted, for all the reasons at once."""

    def __init__(self, version: str, checks: Sequence[Check]) -> None:
        self.version, self.checks = version, tuple(checks)
        found = {
            language: [f"- {each.title(language)}: {each.text(language)}" for each in checks]
            for language in ("en", "ro")
        }
        super().__init__(
            Bilingual(
                "\n".join(
                    (f"Version {version} is not promoted; checks that failed: {len(checks)}.", *found["en"], _WHO.en)
                ),
                "\n".join(
                    (f"Versiunea {version} nu este promovată; verificări picate: {len(checks)}.", *found["ro"], _WHO.ro)
                ),
            )
        )

    def sentences(self, language: Language) -> list[str]:
        """Return the sentence of every check that failed, and what can be done."""
        return super().sentences(language)[0].split("\n")


def approve(
    *, by: str, reason: str, at: dt.datetime, overruled_by: str | None = None, overrule_reason: str | None = None
) -> Approval:
    """Return an approval whose texts are one line each.

    Raises
    ------
    Refused
        If a name or reason is empty or holds an identity number, or the second person is the first one again.
    UsageError
        If only one of ``overruled_by`` and ``overrule_reason`` is given.
    """
    if (overruled_by is None) != (overrule_reason is None):
        raise UsageError(
            Bilingual(
                "Overruling takes a name and a reason; give both --overruled-by and --overrule-reason.",
                "Trecerea peste verificări cere un nume și un motiv; dați și --overruled-by, și --overrule-reason.",
            )
        )
    first, second = (_one_line(by), _one_line(reason)), (_one_line(overruled_by), _one_line(overrule_reason))
    if not all(first):
        raise Refused(
            Bilingual(
                "A decision is signed by a named person with a reason; give both --by and --reason.",
                "O decizie o semnează o persoană cu nume și motiv; dați și --by, și --reason.",
            )
        )
    if any(map(has_identity_number, (*first, *second))):
        raise Refused(
            Bilingual(
                "A name or reason holds a 13-digit number; leave identity numbers out.",
                "Un nume sau un motiv conține un număr de 13 cifre; nu scrieți CNP-uri.",
            )
        )
    if overruled_by is not None:
        _require_a_second_person(first, second)
    return Approval(*first, at, *second)


def same_person(one: str, other: str) -> bool:
    """Tell whether two names are one, however they are written: case, spaces, diacritics, first name last.

    >>> same_person("Ștefan Pop", " POP  Stefan"), same_person("Ana Pop", "AnaPop"), same_person("Ana Pop", "Ion Pop")
    (True, True, False)
    """
    mine, theirs = _words(one), _words(other)
    return sorted(mine) == sorted(theirs) or "".join(mine) == "".join(theirs)


def _require_a_second_person(first: tuple[str, str], second: tuple[str, str]) -> None:
    if not all(second):
        raise Refused(
            Bilingual(
                "Overruling is signed by a named person with a reason; give both --overruled-by and --overrule-reason.",
                "Trecerea peste verificări o semnează o persoană cu nume și motiv; dați și --overruled-by, și "
                "--overrule-reason.",
            )
        )
    if same_person(first[0], second[0]):
        raise Refused(
            Bilingual(
                f"{first[0]} signs already; another person must overrule the checks that failed.",
                f"{first[0]} semnează deja; peste verificările picate trebuie să treacă altă persoană.",
            )
        )
    if _words(first[1]) == _words(second[1]):
        raise Refused(
            Bilingual(
                "Whoever overrules gives a reason of their own, not the one given already.",
                "Cine trece peste verificări dă un motiv al său, nu pe cel dat deja.",
            )
        )


def _words(text: str) -> list[str]:
    """Split a text into words without case and diacritics; hyphens and dots part words too."""
    plain = "".join(letter for letter in unicodedata.normalize("NFKD", text) if not unicodedata.combining(letter))
    return "".join(letter if letter.isalnum() else " " for letter in plain.casefold()).split()


def _one_line(text: str | None) -> str:
    return " ".join((text or "").split())
