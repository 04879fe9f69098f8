"""What features that are differences are told by: the value itself, beside that with which it was compared."""

from collections.abc import Mapping
from dataclasses import dataclass

from features.i18n.text import Bilingual

USUAL = "{usual}"  # in the words below: where the other value stands
IN_CLASS = Bilingual(f"usually {USUAL} in the class", f"în clasă de obicei {USUAL}")
IN_SCHOOL = Bilingual(f"usually {USUAL} in the school", f"în școală de obicei {USUAL}")


@dataclass(frozen=True)
class Comparison:
    """The feature that is compared, and how the child's own past is named; None where it is compared with others."""

    of: str
    past: Bilingual | None = None


COMPARISONS: Mapping[str, Comparison] = {
    "unexcused_hours_vs_class": Comparison("unexcused_hours_year"),
    "absent_hours_vs_class": Comparison("absent_hours_year"),
    "absent_hours_vs_school_20d": Comparison("absent_hours_20d"),
    "absent_hours_change_20d": Comparison(
        "absent_hours_20d", Bilingual(f"{USUAL} in the 20 before", f"în cele 20 dinainte {USUAL}")
    ),
    "mark_mean_vs_class": Comparison("mark_mean_year"),
    "mark_mean_vs_last_year": Comparison("mark_mean_year", Bilingual(f"{USUAL} last year", f"anul trecut {USUAL}")),
    "mark_change": Comparison(
        "mark_latest",
        Bilingual(f"mean of the earlier ones of this year {USUAL}", f"media celor dinainte din acest an {USUAL}"),
    ),
    "days_since_mark_vs_class": Comparison("days_since_mark"),
    "marks_not_taken_vs_class": Comparison("marks_not_taken_year"),
    "incidents_vs_class": Comparison("incidents_year"),
}
