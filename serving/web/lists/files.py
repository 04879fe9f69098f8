"""A list as a file, with what the page shows: names where they may be seen, the number only where it was asked for."""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from features.i18n.text import Language
from models.ranking.ranked_list import RankedList
from serving.paper.tables.document import table_pdf
from serving.paper.tables.spreadsheets import table_csv, table_workbook
from serving.paper.tables.table import Cell, Column, Table
from serving.web.lists.models import ShownList
from serving.web.lists.rows import Row

FORMATS = {
    "csv": "text/csv; charset=utf-8", "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pdf": "application/pdf",
}  # fmt: skip
TRENDS = {1: _("rising"), 0: _("steady"), -1: _("falling")}
PURPOSE = _(
    "The purpose is to choose whom the school helps first; it is not to be used for scholarships, social benefits, "
    "marks, punishments or fines."
)

_MAKERS: Mapping[str, Callable[[Table, Language], bytes]] = {
    "csv": table_csv, "xlsx": table_workbook, "pdf": table_pdf,
}  # fmt: skip
# Key, heading, millimetres on paper, and whether it holds numbers.
_HEADINGS = (
    ("rank", _("No."), 8, True), ("child", _("Child"), 24, False), ("class_label", _("Class"), 12, False),
    ("unexcused_module", _("Unexcused h, module"), 23, True), ("unexcused_year", _("Unexcused h, year"), 23, True),
    ("days_in_a_row", _("Days in a row"), 10, True), ("subjects_below_pass", _("Below pass"), 11, True),
    ("conduct", _("Conduct"), 15, True), ("reasons", _("Reasons"), 76, False), ("trend", _("Trend"), 16, False),
    ("state", _("State"), 18, False), ("owner", _("Who looks after"), 21, False),
    ("last_action", _("Last action"), 18, False), ("last_action_on", _("on the day"), 17, False),
)  # fmt: skip


@dataclass(frozen=True)
class FileTaker:
    """Who takes a file, and when."""

    who: str
    at: dt.datetime


def list_file(
    rows: Sequence[Row], file_format: str, *, title: str, above: Sequence[str], taken: FileTaker, language: Language,
    of: ShownList,
) -> bytes:  # fmt: skip
    """Return the file with some rows, in their order; with the number where one of them shows it.

    It says what it is for, who took it and when, and of which list it is.
    """
    with_score = any(row.score for row in rows)
    columns = [Column(key, str(heading), width, is_number) for key, heading, width, is_number in _HEADINGS]
    if with_score:
        columns.append(Column("score", gettext("Score"), 12, is_number=True))
    made_by = gettext("Prezent; taken by %(who)s, %(day)s") % {"who": taken.who, "day": f"{taken.at:%d.%m.%Y %H:%M}"}
    cells = tuple((*_cells(row, language), *([row.score or None] if with_score else [])) for row in rows)
    said: dict[Column, Cell] = {
        Column("list_of", gettext("Known before"), 0): of.as_of,
        Column("model_version", gettext("Model version"), 0): of.model_version,
        Column("taken_by", gettext("Taken by"), 0): made_by, Column("purpose", gettext("Purpose"), 0): str(PURPOSE),
    }  # fmt: skip
    table = Table(title, (*above, str(PURPOSE)), tuple(columns), cells, made_by, tuple(said.items()))
    return _MAKERS[file_format](table, language)


def list_title(ranked: RankedList) -> str:
    """Return what stands at the head of a list's file: of which school it is."""
    school = ranked.school.name or ranked.school.school_id if ranked.school else ""
    return f"{gettext('Whom to help first')}: {school}"


def _cells(row: Row, language: Language) -> tuple[Cell, ...]:
    facts, state = row.facts, row.state
    raising = [f"{why.text}, {why.than}" if why.than else why.text for why in row.why]
    against = [gettext("against: %(reason)s") % {"reason": each} for each in row.against]
    return (
        row.rank, row.name, row.child.class_label or None, facts.unexcused_module, facts.unexcused_year,
        facts.days_in_a_row, facts.subjects_below, facts.conduct.said(language) if facts.conduct else None,
        " · ".join([*raising, *against]) or None, str(TRENDS[row.trend]), str(state.state),
        state.owner or state.decided_by or None, str(state.last_action) or None, state.last_action_on,
    )  # fmt: skip
