"""Rows of a report with names: class by class, in the alphabetical order of Romanian."""

from features.i18n.text import Bilingual
from serving.reports.document.report import CLASS, PUPIL, ReportTable, columns_of


def test_rows_with_names_are_in_their_order_within_each_class() -> None:
    rows = (("p1", "V A", 1), ("p2", "V A", 2), ("p3", "V A", 3), ("p4", "V B", 4), ("p5", "V B", 5), ("p1", "V A", 6))
    table = ReportTable(Bilingual("x", "x"), columns_of((PUPIL, 9), (CLASS, 9), (Bilingual("n", "n"), 9)), rows)
    named = table.with_names({"p1": "Țurcă Ana", "p2": "Tuf Dan", "p4": "Zbor Ion", "p5": "Ânescu Ina"})
    assert [(row[0], row[3]) for row in named.rows] == [
        ("Tuf Dan", 2), ("Țurcă Ana", 1), ("Țurcă Ana", 6), (None, 3), ("Ânescu Ina", 5), ("Zbor Ion", 4),
    ]  # fmt: skip


def test_rows_without_a_class_are_in_the_order_of_names_alone() -> None:
    table = ReportTable(Bilingual("x", "x"), columns_of((PUPIL, 9)), (("p1",), ("p2",), ("p3",)))
    assert [row[0] for row in table.with_names({"p1": "Șoim", "p2": "Sturz", "p3": "Ara"}).rows] == [
        "Ara",
        "Sturz",
        "Șoim",
    ]
