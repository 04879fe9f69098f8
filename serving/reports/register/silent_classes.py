"""Which classes of a register have no row at all in a time: of their children nothing is known, which is not nought."""

import pandas as pd

from features.arrays import Booleans


def silent_classes(enrolled: pd.DataFrame, own_rows: pd.DataFrame, is_of_time: Booleans) -> frozenset[str]:
    """Return the classes of the children in the school of which no row of the time is, however few the children are.

    ``own_rows`` are the register's rows of any kind (roll calls and totals of nought among them), with the class in
    which the child was on that day; a child who left since had its rows in the class too.
    """
    return frozenset(enrolled["class_text"]) - frozenset(own_rows.loc[is_of_time, "class_text"])
