"""The list of every school in a file of its own, to be handed out: only the children on it."""

import hashlib
import re
from collections.abc import Iterator
from typing import Literal

from features.i18n.text import Language
from models.explain.reasons import reasons
from models.explain.told_reasons import told_reasons
from models.ranking.all_schools import EverySchool
from models.ranking.ranked_list import RankedList, RankedPupil
from serving.paper.export import list_content

PaperFormat = Literal["csv", "xlsx", "html"]
PAPER_FORMATS: tuple[PaperFormat, ...] = ("csv", "xlsx", "html")

_IN_A_FILE_NAME = re.compile(r"[^\w-]+")
_KEPT_BY_WINDOWS = re.compile(r"con|prn|aux|nul|(com|lpt)\d", re.IGNORECASE)
_MOST_LETTERS = 100


def school_files(found: EverySchool, file_format: PaperFormat, language: Language) -> Iterator[tuple[str, bytes]]:
    """Yield for each school the name of its file and what it holds."""
    taken: set[str] = set()
    for ranked in school_lists(found):
        name = _file_name(ranked.school.school_id if ranked.school else "", taken)
        yield f"{name}.{file_format}", list_content(ranked, file_format, language)


def school_lists(found: EverySchool) -> Iterator[RankedList]:
    """Yield the list of each school, as the school gets it alone."""
    pupils = _pupils(found)
    for school, named, shared in zip(found.schools, found.named, found.shared, strict=True):
        yield RankedList(
            as_of=found.as_of,
            model_version=found.model_version,
            data_fingerprint=found.data_fingerprint,
            capacity=school.listed,
            cohort_size=school.scored,
            expected=school.expected,
            pupils=tuple(next(pupils) for _ in range(school.listed)),
            not_scored=school.not_scored,
            cautions=school.cautions,
            predicted=found.predicted,
            school=named,
            shared=shared,
        )


def _pupils(found: EverySchool) -> Iterator[RankedPupil]:
    """Yield the listed children, school by school in the order of its list."""
    told = told_reasons(found.listed, found.is_left_out)
    children = found.children[found.children["listed"]]
    names = (children[name].tolist() for name in ("rank", "pupil_id", "school_id", "class_label"))
    numbers = (children[name].tolist() for name in ("score", "margin", "base_margin"))
    rows = zip(*names, *numbers, told, strict=True)
    for row, (rank, pupil_id, school_id, class_label, score, margin, base_margin, words) in enumerate(rows):
        yield RankedPupil(
            rank=rank,
            pupil_id=pupil_id,
            school_id=school_id,
            class_label=class_label if isinstance(class_label, str) else None,
            score=score,
            margin=margin,
            base_margin=base_margin,
            reasons=reasons(found.listed, row),
            told=words,
        )


def _file_name(school_id: str, taken: set[str]) -> str:
    """Return a name that every system takes for a file, and that no other school has, however letters are cased.

    A code that is such a name stays; any other gets some letters of its own digest, whatever schools there are beside.

    >>> taken = set()
    >>> [_file_name(school, taken) for school in ("S1", "s1", "Liceul 2/A", "..", "CON")]
    ['S1', 's1-e8bc16', 'Liceul_2_A-3119ad', '_-5ec1f7', 'CON-a3dbc4']
    """
    name = _IN_A_FILE_NAME.sub("_", school_id)[:_MOST_LETTERS].lstrip("-")
    if name != school_id or _KEPT_BY_WINDOWS.fullmatch(name) or name.casefold() in taken:
        name = f"{name}-{hashlib.sha256(school_id.encode()).hexdigest()[:6]}"
    taken.add(name.casefold())
    return name
