"""How does a test get a file of another system? Two pupils of the UCI Student Performance data."""

from pathlib import Path

import pandas as pd

ANA = {
    "school": "GP", "sex": "F", "age": 18, "address": "U", "famsize": "GT3", "Pstatus": "A", "Medu": 4, "Fedu": 3,
    "Mjob": "at_home", "Fjob": "teacher", "reason": "course", "guardian": "mother", "traveltime": 2, "studytime": 2,
    "failures": 0, "schoolsup": "yes", "famsup": "no", "paid": "no", "activities": "no", "nursery": "yes",
    "higher": "yes", "internet": "no", "romantic": "no", "famrel": 4, "freetime": 3, "goout": 4, "Dalc": 1, "Walc": 1,
    "health": 3, "absences": 6, "G1": 5, "G2": 6, "G3": 9,
}  # fmt: skip
DAN = ANA | {"school": "MS", "sex": "M", "age": 15, "address": "R", "internet": "yes", "absences": 0, "G3": 10}


def write_students(
    folder: Path, *pupils: dict[str, object], name: str = "student-mat.csv", separator: str = ";"
) -> Path:
    """Write a file of these pupils, by default of two."""
    source = folder / name
    pd.DataFrame(pupils or (ANA, DAN)).to_csv(source, sep=separator, index=False)
    return source
