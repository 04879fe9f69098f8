"""What an import of one school reads of the others: of its own children all, of the rest nothing."""

import pandas as pd
import pytest

from features.schema.problems import RecordsError
from features.store.standing_rows import StandingRows
from tests.support.stores import bring

HEAD = "pupil_id school_id school_year enrolled_on\n"
OTHER_SCHOOL = f"{HEAD}P2 S2 2024-2025 2024-09-09\nP3 S2 2024-2025 2024-09-09\nP4 S2 2025-2026 2025-09-08"
ABSENCES = "pupil_id date hours\nP2 2025-01-13 1\nP3 2025-01-13 1\nP4 2025-10-06 1"
FAMILY = "pupil_id valid_from known_on household_size\nP2 2025-10-01 2025-10-02 {}"
OWN_SCHOOL = f"{HEAD}P1 S1 2025-2026 2025-09-08\nP2 S1 2025-2026 2025-09-08"


@pytest.fixture
def moved(database: str) -> str:
    """A store in which P2 came to S1 from S2, where P3 and P4 were beside it."""
    bring(database, "2025-10-20", enrolments=OTHER_SCHOOL, attendance=ABSENCES, family=FAMILY.format(3))
    bring(database, "2025-10-21", enrolments=OWN_SCHOOL)
    return database


@pytest.mark.parametrize("kept", [True, False])
def test_of_another_school_the_rows_of_children_who_were_there_are_read_alone(moved, monkeypatch, kept):
    read, frame = set(), StandingRows.frame

    def noted(*asked: object) -> pd.DataFrame:
        found = frame(*asked)  # type: ignore[arg-type]
        read.update(found.get("pupil_id", pd.Series([], dtype=object)))
        return found

    monkeypatch.setattr(StandingRows, "frame", noted)
    bring(moved, "2025-10-22", kept=kept, attendance="pupil_id date hours\nP1 2025-10-06 1")
    assert read == {"P1", "P2"}


def test_what_cannot_be_beside_the_rows_of_another_school_is_refused(moved):
    with pytest.raises(RecordsError):
        bring(moved, "2025-10-22", family=FAMILY.format(4))
