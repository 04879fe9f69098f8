"""How many rows an import changes, as people read it: of a table, and of its subjects or classes."""

from features.i18n.numbers import counted
from features.i18n.table_words import cell_value, table_words
from features.i18n.text import Bilingual, Language
from features.importers.import_differences import GroupCounts, TableDifference

_MOST_GROUPS = 30
_NOTHING = {
    "class_label": Bilingual("no class", "fără clasă"),
    "kind": Bilingual("no subject", "fără disciplină"),
}


def counts_line(difference: TableDifference, language: Language) -> str:
    """Return how many rows of a table are new, changed and gone."""
    new, changed, gone = difference.new, difference.changed, difference.gone
    said = Bilingual(
        f"{counted(new, 'new row', 'new rows', 'en')}, {changed} changed, {gone} gone",
        f"{counted(new, 'rând nou', 'rânduri noi', 'ro')}, {_changed(changed)}, {_gone(gone)}",
    )
    return f"{table_words(difference.table, language)}: {said.said(language)}"


def group_lines(difference: TableDifference, language: Language) -> list[str]:
    """Return how many rows of each subject or class are new, changed and gone, a line each; none where all are shown.

    Those that lose most come first.
    """
    groups = sorted(difference.groups, key=lambda each: (-each.gone, -each.new, each.value))
    lines = [_group_line(each, language) for each in groups[:_MOST_GROUPS]]
    more = len(groups) - len(lines)
    return [*lines, Bilingual(f"and {more} more", f"și încă {more}").said(language)] if more else lines


def _group_line(group: GroupCounts, language: Language) -> str:
    nothing = _NOTHING.get(group.column)
    name = cell_value(group.column, group.value, language) if group.value or nothing is None else nothing.said(language)
    said = [
        Bilingual(f"{group.new} new", f"{group.new} {'nou' if group.new == 1 else 'noi'}") if group.new else None,
        Bilingual(f"{group.changed} changed", _changed(group.changed)) if group.changed else None,
        Bilingual(f"{group.gone} gone", _gone(group.gone)) if group.gone else None,
    ]
    return f"{name}: {', '.join(each.said(language) for each in said if each)}"


def _changed(count: int) -> str:
    return f"{count} {'schimbat' if count == 1 else 'schimbate'}"


def _gone(count: int) -> str:
    return f"{count} {'dispărut' if count == 1 else 'dispărute'}"
