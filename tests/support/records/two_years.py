"""Enrolments of one school in two years, of which some children do not come back."""

from collections.abc import Mapping, Sequence


def two_years(levels: Mapping[str, int], *, back: Sequence[str]) -> str:
    """Write the enrolments of children of S1 in 2023-2024 and of those who came back, a class higher, in 2024-2025.

    >>> print(two_years({"P1": 5, "P2": 5}, back=["P2"]))
    pupil_id school_id school_year enrolled_on grade_level
    P1       S1        2023-2024   2023-09-11  5
    P2       S1        2023-2024   2023-09-11  5
    P2       S1        2024-2025   2024-09-09  6
    <BLANKLINE>
    """
    first = [f"{pupil:<8} S1        2023-2024   2023-09-11  {level}\n" for pupil, level in levels.items()]
    second = [f"{pupil:<8} S1        2024-2025   2024-09-09  {levels[pupil] + 1}\n" for pupil in back]
    return "".join(["pupil_id school_id school_year enrolled_on grade_level\n", *first, *second])
