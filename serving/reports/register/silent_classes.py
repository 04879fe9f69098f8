"""Which classes of a register have no absence in a school year because none was written down."""

from collections.abc import Container

import pandas as pd

from features.warnings.school_marks import CHILDREN_ENOUGH, UNLIKELY


def silent_classes(enrolled: pd.DataFrame, hours: pd.DataFrame, recorded: Container[str]) -> frozenset[str]:
    """Return the classes of which no child has a row, where that is no chance: the school has children with rows.

    As in the warning ``class_without_absence``. ``recorded`` are the children with a row of any kind this school year;
    a class in which somebody was absent who has left it since is not silent. Where a school has no row at all, all
    its classes of enough children are.
    """
    has_row = enrolled["pupil_id"].map(lambda pupil: pupil in recorded).astype(bool)
    of_school = float(has_row.mean()) if len(enrolled) else 0.0
    told = set(hours["class_text"])
    return frozenset(
        str(label)
        for label, rows in has_row.groupby(enrolled["class_text"])
        if label not in told
        and not rows.any()
        and len(rows) >= CHILDREN_ENOUGH
        and ((1 - of_school) ** len(rows) < UNLIKELY or not of_school)
    )
