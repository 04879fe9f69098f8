"""How does a test get a list of any length to print? Children with the reasons that it names, of one school."""

import datetime as dt

from features.i18n.text import Bilingual
from models.explain.reasons import Reason
from models.explain.told_reasons import ToldReason
from models.ranking.expected_hits import ExpectedHits
from models.ranking.list_warnings import Caution
from models.ranking.ranked_list import NamedSchool, RankedList, RankedPupil
from models.risk.model import Target
from tests.support.explained import told

AS_OF = dt.date(2026, 2, 17)
PREDICTED = Target(("dropped_out", "not_reenrolled", "exam_no_show"), 225, until=(9, 30)).predicted(AS_OF)
REASONS = (
    ("recent_absences", 0.9, "58 de ore nemotivate în ultimele 60 de zile de școală; în clasă de obicei 6"),
    ("marks", 0.5, "media de anul acesta: 5,9; în clasă de obicei 8,2"),
    ("repeated_years", 0.3, "un an repetat până acum; în clasă de obicei 0"),
    ("conduct", -0.2, "purtare: 10"),
)


def pupil_of(rank: int, *, pupil_id: str | None = None, texts: tuple[str, ...] = ()) -> RankedPupil:
    """Return the child at a rank; ``texts`` replace the words of its reasons."""
    words = texts or tuple(text for *_, text in REASONS)
    found = [(theme, contribution, text) for (theme, contribution, _), text in zip(REASONS, words, strict=False)]
    reasons = tuple(
        Reason(f"of_{theme}", "attendance", theme, 1.0, None, contribution, True, text, text)  # type: ignore[arg-type]
        for theme, contribution, text in found
    )
    shown = told(*(ToldReason(each.theme, each.feature, each.contribution, True, Bilingual(each.text_en, each.text_ro))
                   for each in reasons))  # fmt: skip
    return RankedPupil(rank, pupil_id or f"E{rank:05}", "s1", "VII B", 0.2, -1.4, -3.0, reasons, shown)


def list_of(pupils: int | tuple[RankedPupil, ...], *, cautions: tuple[Caution, ...] = ()) -> RankedList:
    """Return the list of a school with so many children, or with these."""
    listed = tuple(map(pupil_of, range(1, pupils + 1))) if isinstance(pupils, int) else pupils
    return RankedList(
        AS_OF, "7", "f00d", len(listed), 410, ExpectedHits(0.2 * len(listed), 1, max(2, len(listed) // 2)), listed, (),
        cautions, PREDICTED, NamedSchool("s1", "Școala Gimnazială Nr. 1"),
    )  # fmt: skip
