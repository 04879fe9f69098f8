"""What was checked of a version, with which verdict, and what follows for its promotion.

A check is data: training makes it, a version carries it in its tags, people read its sentence. A check that failed
keeps the version from being promoted unless it is overruled (``registry.approval``); one that cannot say does not.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Literal, get_args

from features.i18n.numbers import counted
from features.i18n.text import Language

if TYPE_CHECKING:
    from pydantic import TypeAdapter

Verdict = Literal["passed", "failed", "cannot_say"]

NO_CHAMPION = "none"
ELSEWHERE = "elsewhere"  # a version that came in a file was compared where it was made
INVENTED_TAG = "invented_children"  # of a version: "yes" where its children never were

_CHECKS, _COMPARED_WITH = "checks", "compared_with"
_WORDS: Mapping[Language, Mapping[Verdict, str]] = {
    "en": {"passed": "passed", "failed": "FAILED", "cannot_say": "cannot say"},
    "ro": {"passed": "trecută", "failed": "PICATĂ", "cannot_say": "nu se poate spune"},
}
_COUNTED_RO = {"passed": ("trecută", "trecute"), "failed": ("picată", "picate")}  # of one, and of many


@dataclass(frozen=True)
class Check:
    """One thing that was checked: its code, and title and sentence in both languages."""

    code: str
    title_en: str
    title_ro: str
    verdict: Verdict
    text_en: str
    text_ro: str

    def __post_init__(self) -> None:
        if self.verdict not in get_args(Verdict):
            raise ValueError(f"{self.verdict} is no verdict; one of {', '.join(get_args(Verdict))} is.")

    def title(self, language: Language) -> str:
        """Return what was checked."""
        return self.title_ro if language == "ro" else self.title_en

    def text(self, language: Language) -> str:
        """Return what was found."""
        return self.text_ro if language == "ro" else self.text_en


def checks_to_json(checks: Sequence[Check]) -> str:
    """Return checks as one line of JSON, as a tag of a version holds them."""
    return _adapter().dump_json(tuple(checks)).decode()


def checks_from_json(text: str) -> tuple[Check, ...]:
    """Read checks; ValueError if they are none.

    >>> checks_from_json("[]")
    ()
    """
    return _adapter().validate_json(text)


@cache
def _adapter() -> "TypeAdapter[tuple[Check, ...]]":
    from pydantic import TypeAdapter

    return TypeAdapter(tuple[Check, ...])


def check_tags(checks: Sequence[Check], *, compared_with: str | None) -> dict[str, str]:
    """Return the tags by which a version carries its checks, and the champion that it was compared with."""
    return {_CHECKS: checks_to_json(checks), _COMPARED_WITH: compared_with or NO_CHAMPION}


def brought_tags(checks: Sequence[Check]) -> dict[str, str]:
    """Return the tags by which a version that came in a file carries the checks made of it elsewhere."""
    return check_tags(checks, compared_with=ELSEWHERE)


def checks_made(tags: Mapping[str, str]) -> tuple[Check, ...]:
    """Return the checks in the tags of a version: none if nobody made any, a failed one if they are damaged."""
    try:
        return checks_from_json(tags.get(_CHECKS, "[]"))
    except ValueError:
        return (_DAMAGED,)


def is_finished(tags: Mapping[str, str]) -> bool:
    """Tell whether the training that made a version came to its end, where it writes down the checks.

    >>> is_finished({"outcomes": "dropped_out"})
    False
    """
    return _CHECKS in tags


def checks_before_promotion(
    tags: Mapping[str, str], *, champion: str | None, others: Sequence[Mapping[str, str]] = ()
) -> tuple[Check, ...]:
    """Return the checks of a version, and those that fail by themselves when it is to replace a champion.

    Parameters
    ----------
    tags
        What the version carries.
    champion
        The version that is the champion now, if any.
    others
        What the other versions of the registry carry: where one of them was trained on real children, a version of
        invented ones is not for them.
    """
    made = checks_made(tags)
    if not made:
        return (_NOT_CHECKED,)
    if made == (_DAMAGED,):
        return made
    compared_with, now = tags.get(_COMPARED_WITH, "?"), champion or NO_CHAMPION
    if compared_with == ELSEWHERE:
        made = (*made, _NOT_COMPARED_HERE) if champion else made
    elif compared_with != now:
        made = (*made, _another_champion(compared_with, now))
    is_for_real = any(each.get(INVENTED_TAG) == "no" for each in others)
    return (*made, _INVENTED) if is_for_real and is_invented(tags) else made


def failed(checks: Sequence[Check]) -> tuple[Check, ...]:
    """Return the checks that failed; what cannot be said has not failed."""
    return tuple(check for check in checks if check.verdict == "failed")


def verdict_summary(checks: Sequence[Check], language: Language) -> str:
    """Count the verdicts in words.

    >>> verdict_summary([_NOT_CHECKED], "en")
    '1 FAILED'
    """
    if not checks:
        return "fără verificări" if language == "ro" else "no checks"
    return verdict_counts([check.verdict for check in checks], language)


def verdict_counts(verdicts: Sequence[str], language: Language) -> str:
    """Say how many verdicts there are of each kind, those of another kind by their own word.

    >>> verdict_counts(["passed", "cannot_say", "passed"], "ro"), verdict_counts(["postponed"], "en")
    ('2 trecute, despre 1 nu se poate spune', '1 postponed')
    """
    kinds = [each for each in dict.fromkeys((*get_args(Verdict), *verdicts)) if each in verdicts]
    return ", ".join(_counted(kind, verdicts.count(kind), language) for kind in kinds)


def _counted(verdict: str, count: int, language: Language) -> str:
    if language == "ro" and verdict == "cannot_say":
        return f"despre {count} nu se poate spune"
    if language == "ro" and verdict in _COUNTED_RO:
        return counted(count, *_COUNTED_RO[verdict], language)
    words = next((words for each, words in _WORDS[language].items() if each == verdict), verdict)
    return f"{count} {words}"


def is_invented(tags: Mapping[str, str]) -> bool:
    """Tell whether the children that a version was trained on never were.

    >>> is_invented({"invented_children": "yes"}), is_invented({})
    (True, False)
    """
    return tags.get(INVENTED_TAG) == "yes"


def verdict_word(check: Check | None, language: Language) -> str:
    """Return a verdict as people read it; a dash where there is no such check."""
    return _WORDS[language][check.verdict] if check else "-"


_NOT_CHECKED = Check(
    "no_checks",
    "Checked at all",
    "Verificat",
    "failed",
    "No checks were made of this version; train again with 'prezent train', which makes them.",
    "Această versiune nu a fost verificată; antrenați din nou cu „prezent train”, care face verificările.",
)


_DAMAGED = Check(
    "checks_damaged",
    "Checks as they were made",
    "Verificările așa cum au fost făcute",
    "failed",
    "The checks of this version were changed or damaged in MLflow and cannot be read; train again with 'prezent "
    "train'.",
    "Verificările acestei versiuni au fost modificate sau stricate în MLflow și nu se pot citi; antrenați din nou cu "
    "„prezent train”.",
)


_NOT_COMPARED_HERE = Check(
    "compared_with_champion",
    "Compared with today's champion",
    "Comparat cu modelul de azi, în uz",
    "cannot_say",
    "It came in a file and was compared where it was made, not with the champion here.",
    "A venit într-un fișier și a fost comparat acolo unde a fost făcut, nu cu modelul în uz de aici.",
)


_INVENTED = Check(
    "real_children",
    "Trained on real children",
    "Antrenat cu copii adevărați",
    "failed",
    "It was trained on invented children, for trying out only, and other versions here on real ones.",
    "A fost antrenat cu copii inventați, numai pentru încercare, iar alte versiuni de aici cu copii adevărați.",
)


def _another_champion(compared_with: str, now: str) -> Check:
    return Check(
        "compared_with_champion",
        "Compared with today's champion",
        "Comparat cu modelul de azi, în uz",
        "failed",
        f"It was compared with {_named(compared_with, 'en')}, but the champion now is {_named(now, 'en')}; "
        "train again.",
        f"A fost comparat cu {_named(compared_with, 'ro')}, dar modelul în uz acum este {_named(now, 'ro')}; "
        "antrenați din nou.",
    )


def _named(version: str, language: Language) -> str:
    if version in (NO_CHAMPION, "?"):
        return "niciunul" if language == "ro" else "none"
    return f"versiunea {version}" if language == "ro" else f"version {version}"
