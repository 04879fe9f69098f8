"""Types of numpy arrays, under one name each."""

from typing import Any

import numpy as np
import numpy.typing as npt

Booleans = npt.NDArray[np.bool_]
Codes = npt.NDArray[np.signedinteger[Any]]  # whole numbers in as few bytes as hold them; -1 where there is none
Days = npt.NDArray[np.int64]  # since 1970-01-01
Floats = npt.NDArray[np.float64]
Hashes = npt.NDArray[np.uint64]
Integers = npt.NDArray[np.int64]
Labels = npt.NDArray[np.int64]  # 1 the outcome came, 0 it did not
Positions = npt.NDArray[np.intp]  # places in another array
Texts = npt.NDArray[np.object_]
