"""The pictures of the pages are small, each is there at both widths, and each is told of."""

import re
from pathlib import Path

from tests.support.browser.page_faults import NARROW
from tests.support.browser.pictures import MOST_BYTES
from tests.support.browser.walker import WIDE

FOLDER = Path(__file__).parents[4] / "docs" / "screens"
TOLD = (FOLDER / "README.md").read_text(encoding="utf-8")


def test_each_screen_has_a_line_and_a_picture_at_both_widths() -> None:
    screens = re.findall(r"^- `([\w-]+)`: \w", TOLD, re.MULTILINE)
    assert screens == sorted(set(screens))
    pictures = {f"{screen}-{width}.png" for screen in screens for width in (NARROW, WIDE)}
    others = set(re.findall(r"`(\w+\.png)`", TOLD))
    assert {path.name for path in FOLDER.glob("*.png")} == pictures | others


def test_pictures_are_small() -> None:
    assert not [path.name for path in FOLDER.glob("*-*.png") if path.stat().st_size > MOST_BYTES]
