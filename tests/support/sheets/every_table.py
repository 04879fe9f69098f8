"""A workbook with rows of every table of records, and two later ones: one with every kind of change, one broken."""

from tests.support.sheets.books import Rows

_ID = ["Nr. matricol", "Nume și prenume"]
FIRST: dict[str, Rows] = {
    "Elevi": [[*_ID, "Clasa", "Sex", "CES", "Profil", "Ani repetați", "Data nașterii"],
              ["1", "Nucă Ana", "VII A", "F", "nu", "-", 0, "3.05.2012"], ["2", "Pară Ion", "VII A", "M", "da", "-", 1, "3.05.2011"],
              ["3", "Vișină Mia", "VII A", "F", "nu", "-", 0, "9.08.2012"]],
    "Absențe": [[*_ID, "Data", "Nr. ore", "Disciplina", "Motivată (da/nu)"],
                ["1", "Nucă Ana", "14.10.2025", 3, "istorie", "nu"], ["2", "Pară Ion", "15.10.2025", 2, "istorie", "da"]],
    "Note": [[*_ID, "Data", "Disciplina", "Nota", "Tip notă"],
             ["1", "Nucă Ana", "20.10.2025", "istorie", 7, "teză"], ["2", "Pară Ion", "21.10.2025", "istorie", 4, "notă"]],
    "Familie": [[*_ID, "Valabil din", "În grija cui", "Părinți plecați", "Studii mama", "Membri familie", "Ajutor social",
                 "Naveta (minute)", "Internet acasă"],
                ["1", "Nucă Ana", "8.09.2025", "bunici", "ambii", "liceu", 4, "da", 35, "nu"],
                ["2", "Pară Ion", "8.09.2025", "ambii părinți", "niciunul", "8 clase", 5, "nu", 10, "da"]],
    "Abateri": [[*_ID, "Data", "Abaterea", "Gravitatea"],
                ["1", "Nucă Ana", "3.11.2025", "gălăgie", 1], ["2", "Pară Ion", "4.11.2025", "fumat", 2]],
    "Situația": [[*_ID, "Situația școlară", "Data situației"], ["3", "Vișină Mia", "plecată în străinătate", "1.11.2025"]],
}  # fmt: skip


def with_cells(sheets: dict[str, Rows], changes: dict[tuple[str, int, int], object]) -> dict[str, Rows]:
    """Return sheets with other cells, by sheet, row and column."""
    rows = {name: [list(row) for row in each] for name, each in sheets.items()}
    for (name, row, column), cell in changes.items():
        rows[name][row][column] = cell
    return rows  # type: ignore[return-value]


def later() -> dict[str, Rows]:
    """Return the workbook with a row of each table changed, one new and one gone."""
    changed = with_cells(FIRST, {
        ("Elevi", 1, 4): "da", ("Elevi", 3, 2): "VII B", ("Absențe", 1, 5): "da", ("Note", 1, 4): 8, ("Note", 2, 5): "purtare",
        ("Familie", 1, 3): "plasament", ("Familie", 1, 4): "unul", ("Familie", 2, 5): "facultate", ("Familie", 2, 7): "da",
        ("Abateri", 1, 4): 3, ("Situația", 1, 2): "abandon",
    })  # fmt: skip
    more: dict[str, list[object]] = {
        "Elevi": ["4", "Gutuie Dan", "VII A", "M", "nu", "-", 0, "1.02.2012"],
        "Note": ["1", "Nucă Ana", "3.11.2025", "istorie", 9, "medie"],
        "Familie": ["3", "Vișină Mia", "8.09.2025", "instituție", "unul", "master", 3, "nu", 60, "da"],
        "Abateri": ["3", "Vișină Mia", "5.11.2025", "absență de la careu", 1],
        "Situația": ["2", "Pară Ion", "repetent", "5.11.2025"],
    }
    return {name: [*(rows[:-1] if name == "Absențe" else rows), *([more[name]] if name in more else [])]
            for name, rows in changed.items()}  # fmt: skip


BROKEN = with_cells(FIRST, {
    ("Elevi", 1, 3): "Z", ("Elevi", 2, 4): "poate", ("Elevi", 3, 6): 44, ("Absențe", 1, 2): "32.10.2025", ("Absențe", 1, 3): 30,
    ("Absențe", 2, 5): "cumva", ("Note", 1, 2): "20.10.2031", ("Note", 1, 4): 14, ("Note", 2, 5): "altceva",
    ("Familie", 1, 2): "8.09.2031", ("Familie", 1, 3): "Marte", ("Familie", 1, 4): "poate", ("Familie", 1, 8): 900,
    ("Familie", 2, 6): 77, ("Abateri", 1, 4): 9, ("Situația", 1, 3): "1.11.1925",
})  # fmt: skip


def a_year_before(sheets: dict[str, Rows]) -> dict[str, Rows]:
    """Return sheets of the school year before."""
    return {
        name: [[cell.replace(".2025", ".2024") if isinstance(cell, str) else cell for cell in row] for row in rows]
        for name, rows in sheets.items()
    }
