import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from serving.output.json import json_text

CELLS = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text()
ROWS = st.dictionaries(st.text(), CELLS, max_size=4)
VALUES = st.recursive(
    CELLS,
    lambda inner: (
        st.lists(inner, max_size=4) | st.lists(ROWS, max_size=4) | st.dictionaries(st.text(), inner, max_size=4)
    ),
    max_leaves=12,
)


@given(VALUES)
def test_any_json_is_written_as_python_writes_it(value: Any) -> None:
    assert json_text(value) == json.dumps(value, indent=1)


@pytest.mark.parametrize("text", ["},\n      {", '"}, {"', "\\n},{", "ș", "\u2028", "\ud83d\ude00"])
def test_a_text_that_looks_like_the_layout_stays_a_text(text: str) -> None:
    value = {"reasons": [{"feature": text, "value": 1.0}, {text: text}]}
    assert json_text(value) == json.dumps(value, indent=1)
