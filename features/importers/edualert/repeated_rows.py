"""Rows of EduAlert that stand for one child more than once: two children of a name, or one class and subject twice."""

import pandas as pd

from features.i18n.text import Bilingual
from features.importers.outside_tables import FILE, ROW, OutsideProblems, add_problems
from features.schema.problems import Problem


def refuse_namesakes(rows: pd.DataFrame, problems: OutsideProblems, *, name: str, of: str, subject: str) -> None:
    """Two rows of one name in a subject, or in two classes (``of``), may be two children: nobody is taken for another.

    ``name``, ``of`` and ``subject`` are the columns.
    """
    named = rows[rows[name] != ""]
    twice = named.duplicated([FILE, subject, name], keep=False) | (named.groupby(name)[of].transform("nunique") > 1)
    add_problems(problems, "same_name_twice", named[twice], name, {})


def refuse_two_exports(rows: pd.DataFrame, problems: OutsideProblems, *, name: str, of: str, subject: str) -> None:
    """Refuse two exports of one class and subject, of which no file says which is the later one.

    A list that did not change between them is the same row twice, and no longer among these; one that did stands in
    both, and its older entries would count twice. Halves of a class in two files have no child in both.
    """
    first = rows.groupby([of, subject, name])[FILE].transform("first")
    again = rows[rows[FILE] != first].assign(first=first)
    for (file, other, label, what), repeated in again.groupby([FILE, "first", of, subject], sort=False):
        found = Bilingual(
            f"children of {label} in {what} who are in {other} too",
            f"elevi din {label} la {what} care sunt și în {other}",
        )
        places = tuple(int(row) for row in repeated[ROW])
        problems.add([Problem("two_copies", str(file), places, found=found)])
