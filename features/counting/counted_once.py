"""Records as features count them: what was said twice counts once."""

from dataclasses import replace

from features.counting.repeats import without_repeats
from features.counting.subject_hours import without_day_hours_of_subjects
from features.counting.totals import without_held_hours
from features.records.records import Records


def counted_once(records: Records) -> Records:
    """Return the records with every absence counted once; two equal marks, or incidents, on a day are two.

    What counts at a date never depends on what was known on that date or later.
    """
    absences = without_held_hours(without_day_hours_of_subjects(without_repeats(records["attendance"])))
    return replace(records, tables={**records.tables, "attendance": absences}, files={})
