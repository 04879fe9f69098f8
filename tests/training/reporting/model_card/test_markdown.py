import html
import re

import pytest
from markdown_it import MarkdownIt

from training.reporting.model_card.html import html_card
from training.reporting.model_card.markdown import address, escape, printed

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
    cell, plain = escape(text), " ".join(text.split())
    table = f"**{cell}**\n\n| {cell} | n |\n| :--- | ---: |\n| {cell} ({cell}) | 1 |\n"
    shown = READER.render(table)
    cells = [words(cell) for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", shown, re.DOTALL)]
    assert cells == [plain, "n", f"{plain} ({plain})", "1"]
    page = html_card(f"# {cell}\n\n## {cell}\n\n{table}", codes=["one"], plots={}, language="en")
    assert f"<caption><span>{html.escape(plain, quote=False)}" in page.replace("&#39;", "'").replace("&#34;", '"')
    assert len(re.findall("<t[hd][ >]", page)) == 4


@pytest.mark.parametrize("address", ["http://x.y", "https://x.y", "www.x.y", "a@x.y"])
def test_no_address_becomes_a_link(address: str):
    """GitHub links what looks like an address; a backslash in it prevents that, and is not shown."""
    assert address not in escape(f"see {address} now")
    assert words(READER.render(escape(address))) == address


def test_what_needs_no_escape_has_none():
    assert (
        escape("Din 100 de copii, 45,2 % (0,4–0,5): dropped_out.") == "Din 100 de copii, 45,2 % (0,4–0,5): dropped_out."
    )


def test_a_file_name_becomes_an_address_that_is_not_escaped_again():
    assert printed(address("odd name_.png")) == "odd%20name_.png"


def test_a_card_never_says_none():
    with pytest.raises(ValueError, match="None"):
        printed(None)


def test_a_page_by_hand():
    page = html_card(
        "# Card\n\n## One\n\nText & more.\n\n**Mind:**\n\n- a\n- *b*\n\n## Two\n\n**Of it**\n\n| model | recall |\n"
        "| :--- | ---: |\n| rules | 0.3 (0.2–0.4) |\n\n![what it shows](../plots/odd%20name.png)\n\n*how to read it*\n",
        codes=["one", "two"], plots={"odd name.png": b"x"}, language="en",
    )  # fmt: skip
    _, one, two = page.split("<section ")
    assert one.startswith('id="one">\n<h2>One</h2>\n<p>Text &amp; more.</p>\n<p><strong>Mind:</strong></p>\n<ul>')
    assert "<li>a</li>\n<li><em>b</em></li>" in one
    assert '<th scope="row">rules</th>\n<td class="number">0.3<small>0.2–0.4</small></td>' in two
    assert 'alt="what it shows">\n<figcaption>how to read it</figcaption>' in two
    assert two.count("Of it") == 2  # the caption, and the name of the region that scrolls
    assert two.count("how to read it") == 1
