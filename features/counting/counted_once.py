"""Records as features count them: what was said twice counts once."""

from features.counting.repeats import without_repeats
from features.records.records import Records

REPEATABLE = ("attendance", "incidents")  # two equal marks on a day are two marks


def counted_once(records: Records) -> Records:
    """Return the records with every absence and incident counted once.

    What was counted at a date never depends on what was known on that date or later.
    """
    tables = {name: without_repeats(records[name]) for name in REPEATABLE}
    return Records({**records.tables, **tables}, records.declared, records.given)
