"""Raw tables checked one after the other, and once more where the others say what one leaves open."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import chain

from features.reading.declarations import Declarations
from features.reading.folder import RawTable, ReadTable
from features.schema.problems import Problem
from features.validation.checked_table import CheckedTable
from features.validation.other_tables import NOTHING_SAID, OtherTables, said_together
from features.validation.row_rules import check_table


@dataclass(frozen=True)
class CheckResult:
    """What is wrong with reading a table, and the checked table with its problems; ``raw`` where it must be reread."""

    of_reading: list[Problem]
    table: CheckedTable | None = None
    of_rows: Sequence[Problem] = ()
    raw: RawTable | None = None


def check_tables(
    read: Iterable[ReadTable], declared: Declarations, *, today: dt.date
) -> tuple[list[CheckedTable], list[Problem]]:
    """Return the checked tables and the problems of each by itself: first those of reading, then those of rows.

    A program writes all files alike: where attendance has a 10.13.2025, the 08.09.2025 of enrolments is 9 August.
    """
    # Unlike a loop that has a name for it, map lets go of a table before it asks for the next one: they may be large.
    results = list(map(partial(_checked, declared=declared, today=today, others=NOTHING_SAID), read))
    others = said_together([each.table for each in results if each.table])
    results = [
        _checked((each.raw, each.of_reading), declared=declared, today=today, others=others) if each.raw else each
        for each in results
    ]
    of_reading = chain.from_iterable(each.of_reading for each in results)
    of_rows = chain.from_iterable(each.of_rows for each in results)
    return [each.table for each in results if each.table], [*of_reading, *of_rows]


def _checked(read: ReadTable, *, declared: Declarations, today: dt.date, others: OtherTables) -> CheckResult:
    """Check a table that was read; its cells are kept only where it waits for what others say."""
    raw, problems = read
    if raw is None:
        return CheckResult(problems)
    table, of_rows = check_table(raw, declared, today=today, others=others)
    return CheckResult(problems, table, of_rows, raw if table.in_doubt else None)
