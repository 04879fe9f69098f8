"""A ranked list, or one explained child, given to people and to other programs."""

import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from features.errors import UsageError
from features.i18n.text import Bilingual, Language
from models.ranking.ranked_list import RankedList
from serving.output.html import html_page
from serving.output.json import list_json, pupil_json
from serving.output.spreadsheet import csv_text, write_workbook
from serving.output.terminal import list_lines, pupil_lines

_WORKBOOK_NEEDS_FILE = Bilingual(
    "A workbook cannot be shown on the screen; name a file with --out list.xlsx.",
    "Un registru de calcul nu poate fi afișat pe ecran; indicați un fișier cu --out list.xlsx.",
)

__all__ = ["list_json", "pupil_json", "pupil_lines", "write_list"]


def write_list(ranked: RankedList, file_format: str, out: Path | None, *, language: Language) -> None:
    """Write a list to a file, or to the screen where ``out`` is None.

    Parameters
    ----------
    file_format
        ``table``, ``csv``, ``json``, ``xlsx`` or ``html``.

    Raises
    ------
    UsageError
        If a workbook is asked for without a file, or the file cannot be written.
    """
    try:
        if file_format == "xlsx":
            if out is None:
                raise UsageError(_WORKBOOK_NEEDS_FILE)
            write_workbook(ranked, out, language)
        elif out is None:
            sys.stdout.write(_TEXTS[file_format](ranked, language))
        else:
            out.write_text(_TEXTS[file_format](ranked, language), encoding="utf-8", newline="\n")
    except OSError as error:
        why = error.strerror
        raise UsageError(
            Bilingual(
                f"{out} cannot be written ({why}); name a file in a folder.",
                f"{out} nu poate fi scris ({why}); indicați un fișier într-un dosar.",
            )
        ) from error


_TEXTS: Mapping[str, Callable[[RankedList, Language], str]] = {
    "table": lambda ranked, language: "\n".join(list_lines(ranked, language)) + "\n",
    "json": lambda ranked, _: list_json(ranked) + "\n",
    "csv": csv_text,
    "html": html_page,
}
