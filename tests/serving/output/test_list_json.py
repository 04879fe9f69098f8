"""A list is written as Python writes it, however much of it was written before."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.explain.reasons import Reason
from models.ranking.scorer import RankedPupil
from serving.output.json import pupil_json, reasons_text

NUMBERS = st.floats(allow_nan=False)
REASONS = st.builds(
    Reason,
    feature=st.sampled_from(["age", "hours_20d"]),
    group=st.sampled_from(["family", "attendance"]),
    value=st.none() | NUMBERS | st.sampled_from([0.0, -0.0]),
    contribution=NUMBERS,
    can_change=st.booleans(),
    text_ro=st.text(max_size=5) | st.just("ore"),
    text_en=st.text(max_size=5) | st.just("hours"),
)


def rows(reasons: list[Reason]) -> list[dict[str, Any]]:
    return [reason._asdict() for reason in reasons]


@given(st.lists(REASONS, max_size=4))
def test_reasons_are_written_as_rows(reasons: list[Reason]) -> None:
    assert reasons_text(reasons, 0) == json.dumps(rows(reasons), indent=1)


def test_reasons_that_differ_in_a_number_or_a_truth_value_only_are_not_mixed_up() -> None:
    one = Reason("age", "family", 0.0, 0.5, True, "0 ani", "0 years")
    others = [one, one._replace(value=-0.0), one._replace(value=None), one._replace(can_change=False), one]
    assert reasons_text(others, 0) == json.dumps(rows(others), indent=1)


@pytest.mark.parametrize("text", ["\0", '"\0"', "\\u0000", "1.0, 2.0", "}, {"])
def test_words_may_look_like_the_place_of_a_number(text: str) -> None:
    reason = Reason("age", "family", 1.0, 2.0, True, text, text)
    assert reasons_text([reason, reason], 0) == json.dumps(rows([reason, reason]), indent=1)


@pytest.mark.parametrize("reasons", [(), (Reason("age", "family", 9.0, 0.25, False, "9 ani", "aged 9"),)])
def test_a_child_is_written_with_the_reasons_in_their_place(reasons: tuple[Reason, ...]) -> None:
    pupil = RankedPupil(1, "p1", "s1", None, 0.5, 0.1, -2.0, reasons)
    assert pupil_json(pupil) == json.dumps(pupil.as_json(), indent=1)
