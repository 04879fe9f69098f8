import html
import re

import pytest
from markdown_it import MarkdownIt

from training.reporting.model_card.blocks import Bullets, Cell, Paragraph, Picture, Section, Table
from training.reporting.model_card.markdown import escape, markdown

READER = MarkdownIt("commonmark", {"html": True}).enable("table")

NASTY = (
    "a | b", "<script>alert(1)</script>", "&amp; <!-- x", "*stars* and _lines_ and `code`", "[a](http://x.y)",
    "![a](b)", "# no heading", "- no bullet", "1. no number", "2) no number", "+ no bullet", "> no quote", "===",
    "---", "back\\slash", "~~gone~~", "two\nlines\r\nthree", "$x$", "dropped_out", "0.711", "-0.5",
)  # fmt: skip


def words(page: str) -> str:
    """Return what a reader sees of HTML."""
    return html.unescape(re.sub(r"<[^>]*>", "", page)).strip()


@pytest.mark.parametrize("text", NASTY)
def test_every_text_is_shown_as_it_is(text: str):
    shown = READER.render(escape(text))
    assert words(shown) == " ".join(text.split())
    assert re.findall(r"<[^>]*>", shown) == ["<p>", "</p>"]


@pytest.mark.parametrize("text", NASTY)
def test_no_text_breaks_out_of_its_cell(text: str):
    table = Table(text, (text, "n"), [(Cell(text, text), Cell("1"))])
    shown = READER.render(markdown("T", [Section("s", "S", [table])]))
    plain = " ".join(text.split())
    cells = [words(cell) for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", shown, re.DOTALL)]
    assert cells == [plain, "n", f"{plain} ({plain})", "1"]


@pytest.mark.parametrize("address", ["http://x.y", "https://x.y", "www.x.y", "a@x.y"])
def test_no_address_becomes_a_link(address: str):
    """GitHub links what looks like an address; a backslash in it prevents that, and is not shown."""
    assert address not in escape(f"see {address} now")
    assert words(READER.render(escape(address))) == address


def test_what_needs_no_escape_has_none():
    assert (
        escape("Din 100 de copii, 45,2 % (0,4–0,5): dropped_out.") == "Din 100 de copii, 45,2 % (0,4–0,5): dropped_out."
    )


def test_a_card_by_hand():
    card = markdown(
        "Card",
        [
            Section("one", "One", [Paragraph("Text."), Paragraph("Mind:", strong=True), Bullets(["a", "b"])]),
            Section(
                "two",
                "Two",
                [
                    Table("Of it", ("model", "recall"), [(Cell("rules"), Cell("0.3", "0.2–0.4"))]),
                    Picture("odd name.png", "what it shows", "how to read it"),
                ],
            ),
        ],
    )
    assert card == (
        "# Card\n\n## One\n\nText.\n\n**Mind:**\n\n- a\n- b\n\n## Two\n\n**Of it**\n\n| model | recall |\n"
        "| :--- | ---: |\n| rules | 0.3 (0.2–0.4) |\n\n![what it shows](../plots/odd%20name.png)\n\n*how to read it*\n"
    )
