"""The one rule about time, and the one place that applies it: what was known before a date."""

from typing import Any

import numpy as np
import numpy.typing as npt


def known_before(known_on: npt.NDArray[Any], as_of: int) -> npt.NDArray[np.bool_]:
    """Tell which rows may be seen at ``as_of``: those known strictly before that day.

    An absence of 2025-01-20 that was excused on 2025-02-05 is unexcused at as-of 2025-02-03; a mark entered on
    2025-02-03 is not seen at all.

    >>> known_before(np.array([9, 10, 11]), 10)
    array([ True, False, False])
    """
    return known_on < as_of
