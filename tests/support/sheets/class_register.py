"""An invented class register as a school keeps it in Excel: a title, and all days of a child in one cell."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from tests.support.sheets.books import Book

CHILDREN = (
    ("101", "Nucă Ana-Maria"), ("102", "Pară Ion"), ("103", "Prună Vlad"), ("104", "Cireașă Ilinca"),
    ("105", "Vișină Matei"), ("106", "Gutuie Ștefan"),
)  # fmt: skip
ABSENCES = {"101": "14.10; 15.10m", "102": "20.10", "103": "21.10m"}
MARKS = {"101": "7/13.10; 5/20.10", "102": "8/13.10", "103": "9/14.10", "104": "10/14.10"}


def write_register(
    folder: Path, name: str = "7B.xlsx", *, absences: Mapping[str, str] = ABSENCES, marks: Mapping[str, str] = MARKS,
    children: Sequence[tuple[str, str]] = CHILDREN,
) -> Path:  # fmt: skip
    """Write the register of class VII B with some cells of it."""
    title = ["Școala Gimnazială Inventată"], ["Clasa a VII-a B, an școlar 2025-2026"], []
    listed = [[number, child, f"{day}.03.2012"] for day, (number, child) in enumerate(children, start=1)]
    sheets = {
        "Elevi": [*title, ["Nr. matr.", "Numele și prenumele", "Data nașterii"], *listed],
        "Absențe": [*title, ["Nr. matr.", "Numele și prenumele", "Absențe"],
                    *([number, child, absences.get(number)] for number, child in children)],
        "Matematică": [*title, ["Nr. matr.", "Numele și prenumele", "Note"],
                       *([number, child, marks.get(number)] for number, child in children)],
    }  # fmt: skip
    return Book(sheets, name=name).write(folder)
