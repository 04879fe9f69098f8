"""JSON says of a list what the list says, floats to the last bit and texts as they are."""

import dataclasses
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.explain.reasons import Reason
from models.ranking.ranked_list import RankedPupil
from serving.output.json import pupil_json

NUMBERS = st.floats(allow_nan=False, allow_infinity=False)
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=9) | st.sampled_from(
    ['"}, {"', "\\n", "ș\u2028", "\0"]
)
REASONS = st.builds(
    Reason,
    feature=st.sampled_from(["age", "hours_20d"]),
    group=st.sampled_from(["family", "attendance"]),
    theme=st.sampled_from(["parents", "recent_absences"]),
    usual=st.none() | NUMBERS,
    value=st.none() | NUMBERS | st.sampled_from([0.0, -0.0, 1e-7, 5e-324, 1e22]),
    contribution=NUMBERS,
    can_change=st.booleans(),
    text_ro=TEXTS,
    text_en=TEXTS,
)
PUPIL = RankedPupil(1, "p1", "s1", None, 0.1 + 0.2, -0.0, -2.0, ())


@given(st.lists(REASONS, max_size=4), TEXTS)
def test_a_child_reads_back_as_it_was(reasons: list[Reason], label: str) -> None:
    pupil = dataclasses.replace(PUPIL, class_label=label, reasons=tuple(reasons))
    # Written out again, so that 0.0 is told from -0.0.
    assert json.dumps(json.loads(pupil_json(pupil))) == json.dumps(pupil.as_json())


@pytest.mark.parametrize("number", [0.1 + 0.2, 1 / 3, 5e-324, 1.7976931348623157e308, -0.0])
def test_a_float_reads_back_to_the_last_bit(number: float) -> None:
    read = json.loads(pupil_json(dataclasses.replace(PUPIL, score=number)))["score"]
    assert read.hex() == number.hex()


def test_people_can_read_it_line_by_line() -> None:
    assert pupil_json(PUPIL).splitlines()[:3] == ["{", ' "rank": 1,', ' "pupil_id": "p1",']
