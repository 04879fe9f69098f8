import json
import re
from collections.abc import Iterator
from functools import cache
from html.parser import HTMLParser
from typing import Any

import pytest
from jinja2 import nodes

from tests.support.training.card_reports import PLOTS, bare, full
from training.reporting.model_card import write_cards
from training.reporting.model_card.card import TEMPLATES, markdown_templates

FILES = ("card.ro.md", "card.en.md", "card.ro.html", "card.en.html")
EVIL = '<script>alert("x")</script> | `a` [b](http://evil.example) {{ 7*7 }} &amp;'
VOID = {"meta", "img", "br", "link", "input", "hr"}


class Page(HTMLParser):
    """What a browser would see of a page: balanced tags, headings, attributes and text."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.texts: list[tuple[str, str]] = []
        self.feed(text)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {name: value or "" for name, value in attrs}))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open and data.strip():
            self.texts.append((self.open[-1], data.strip()))

    def all(self, name: str) -> list[dict[str, str]]:
        return [attributes for tag, attributes in self.tags if tag == name]

    def said(self, name: str) -> list[str]:
        return [text for tag, text in self.texts if tag == name]

    @property
    def text(self) -> str:
        return " ".join(text for tag, text in self.texts if tag not in ("style", "title"))


@cache
def cards(kind: str = "full") -> dict[str, str]:
    return write_cards(full() if kind == "full" else bare(), plots=PLOTS if kind == "full" else {})


def test_what_past_lists_found_lies_beside_the_card_for_who_shows_a_list():
    said = json.loads(cards()["card.lists.json"])
    assert set(said) == {"capacity", "past", "recall", "ahead_of"}
    lists = full()["within_schools"]["past" if said["past"] else "last"]
    assert said["recall"] == {name: lists["recall"][name] for name in ("lightgbm", "absences_only")}
    assert said["ahead_of"] == {"absences_only": lists["ahead_of"]["absences_only"]}
    assert json.loads(cards("bare")["card.lists.json"]) == {}


def headings(card: str) -> list[str]:
    return re.findall(r"^#+ (.*)$", card, re.MULTILINE)


def with_text_everywhere(part: Any, evil: str) -> Any:
    """Return a report whose every free text is another; names of models and keys of dispatch stay."""
    if isinstance(part, dict):
        kept = ("name", "verdict", "recall_within_schools", "decided_on", "drawn")
        return {key: each if key in kept else with_text_everywhere(each, evil) for key, each in part.items()}
    if isinstance(part, list):
        return [with_text_everywhere(each, evil) for each in part]
    return evil if isinstance(part, str) else part


def figures_of(part: Any) -> Iterator[float]:
    if isinstance(part, dict):
        part = list(part.values())
    if isinstance(part, list):
        for each in part:
            yield from figures_of(each)
    elif isinstance(part, int | float) and not isinstance(part, bool):
        yield part


def ways_to_say(figure: float, decimal: str) -> set[str]:
    """Return the forms in which a figure may stand on the card."""
    number = abs(figure)
    forms = {f"{number:.3f}", f"{number:.2f}", f"{100 * number:.1f}"} if figure != int(figure) else {f"{number:.0f}"}
    return {form.replace(".", decimal) for form in forms} | {str(figure)}


@pytest.mark.parametrize("kind", ["full", "bare"])
def test_a_card_is_written_in_both_languages_and_formats(kind: str):
    assert tuple(sorted(cards(kind))) == tuple(sorted((*FILES, "card.lists.json")))
    assert all(card.endswith("\n") and len(card) > 3000 for name, card in cards(kind).items() if name in FILES)


@pytest.mark.parametrize("file", FILES)
def test_every_figure_of_the_run_is_on_the_card(file: str):
    """But for the precision that simpler lists had in a single term."""
    report = full()
    for term in report["terms"]:
        for each in term["models"][:-1]:
            del each["precision_within_schools"]
    card = cards()[file].replace("\u00a0", "")
    said = set(re.findall(r"\d+(?:[.,]\d+)?", re.sub(r"base64,[^\"]*|<style>.*?</style>", "", card, flags=re.DOTALL)))
    silent = [figure for figure in figures_of(report) if not ways_to_say(figure, "," if ".ro." in file else ".") & said]
    assert silent == []


def test_this_test_would_miss_a_figure_that_is_not_there():
    said = set(re.findall(r"\d+(?:[.,]\d+)?", cards()["card.en.md"]))
    assert not ways_to_say(0.6666, ".") & said


def fields(language: str) -> list[tuple[str, str]]:
    """Return what a template uses of a run, in its order: sections, fields, conditions; its words left out."""
    text = (TEMPLATES / f"card.{language}.md").read_text(encoding="utf-8")
    tree = markdown_templates(language).parse(text)
    kinds = (nodes.Block, nodes.For, nodes.If, nodes.Getattr, nodes.Filter, nodes.Name)
    return [
        (type(node).__name__, str(getattr(node, "name", "") or getattr(node, "attr", "")).replace("_ro", "_en"))
        for node in tree.find_all(kinds)
    ]


def test_both_templates_use_the_same_fields_in_the_same_sections():
    assert fields("ro") == fields("en")
    assert ("Block", "summary") in fields("ro")
    assert ("Getattr", "recall_at_capacity") in fields("ro")


@pytest.mark.parametrize("kind", ["full", "bare"])
def test_both_languages_have_the_same_sections_in_the_same_order(kind: str):
    pages = {file: Page(card) for file, card in cards(kind).items() if file.endswith("html")}
    codes = [[each["id"] for each in page.all("section")] for page in pages.values()]
    assert codes[0] == codes[1]
    assert len(codes[0]) == len(set(codes[0])) == 23
    romanian, english = (headings(cards(kind)[f"card.{language}.md"]) for language in ("ro", "en"))
    assert len(romanian) == len(english) == 24
    assert not set(romanian) & set(english)


def test_a_full_and_a_bare_card_have_the_same_sections():
    full_one, bare_one = (headings(cards(kind)["card.ro.md"])[1:] for kind in ("full", "bare"))
    assert full_one == bare_one


@pytest.mark.parametrize("kind", ["full", "bare"])
def test_both_languages_have_blocks_of_the_same_kinds(kind: str):
    romanian, english = (Page(cards(kind)[f"card.{language}.html"]) for language in ("ro", "en"))
    assert [tag for tag, _ in romanian.tags] == [tag for tag, _ in english.tags]


@pytest.mark.parametrize("language", ["ro", "en"])
def test_both_formats_say_the_same(language: str):
    page = Page(cards()[f"card.{language}.html"])
    markdown = cards()[f"card.{language}.md"].replace("\\", "")
    for tag in ("h1", "h2", "p", "li", "td", "th", "span", "figcaption"):
        assert [text for text in page.said(tag) if text not in markdown] == []


@pytest.mark.parametrize("kind", ["full", "bare"])
@pytest.mark.parametrize("file", FILES)
def test_nothing_undefined_is_printed(kind: str, file: str):
    card = Page(cards(kind)[file]).text if file.endswith("html") else cards(kind)[file]
    assert not re.search(r"\b(None|nan|undefined|True|False(?! alarms))\b|Estimate\(|Bilingual\(|[{}]", card)
    assert not re.search(r"\(\)|\|  \||[:,;] *[.,;]| [.,;]", card)


@pytest.mark.parametrize("file", ["card.ro.html", "card.en.html"])
def test_no_cell_is_empty(file: str):
    assert not re.search(r"<(td|th|li|p|caption|figcaption)[^>]*>\s*</", cards()[file])


@pytest.mark.parametrize("file", ["card.ro.html", "card.en.html"])
def test_a_page_is_whole_and_in_its_language(file: str):
    page = Page(cards()[file])
    assert cards()[file].startswith("<!doctype html>")
    assert page.all("html") == [{"lang": file.split(".")[1]}]
    levels = [tag for tag, _ in page.tags if re.fullmatch(r"h\d", tag)]
    assert levels == ["h1"] + ["h2"] * 23
    targets = [each["href"].removeprefix("#") for each in page.all("a")]
    assert targets == [each["id"] for each in page.all("section")]


@pytest.mark.parametrize("file", ["card.ro.html", "card.en.html"])
def test_every_table_has_a_caption_and_says_what_its_headers_head(file: str):
    page = Page(cards()[file])
    assert len(page.all("table")) == len(page.all("caption")) == len(page.said("span")) > 10
    assert all(header["scope"] in ("col", "row") for header in page.all("th"))
    boxes = [each for each in page.all("div") if each.get("class") == "scroll"]
    assert len(boxes) == len(page.all("table"))
    assert all(box["aria-label"] and box["tabindex"] == "0" for box in boxes)


@pytest.mark.parametrize("file", FILES)
def test_nothing_is_fetched_and_nothing_runs(file: str):
    card = re.sub(r"data:image/png;base64,[A-Za-z0-9+/=]*", "", cards()[file])
    assert not re.search(r"https?:|//|<script|<link|<iframe|@import|url\(|\son\w+=", card)


def test_every_plot_is_on_the_card_once_with_a_text_in_its_place():
    page = Page(cards()["card.ro.html"])
    pictures = page.all("img")
    assert len(pictures) == len(PLOTS) == len(page.all("figcaption"))
    assert all(picture["src"].startswith("data:image/png;base64,") for picture in pictures)
    assert len({picture["src"] for picture in pictures}) == len(PLOTS)
    assert all(len(picture["alt"]) > 20 for picture in pictures)
    for file in PLOTS:
        assert len(re.findall(rf"!\[.{{20,}}\]\(../plots/{re.escape(file)}\)", cards()["card.ro.md"])) == 1


def test_a_plot_stands_in_its_section_and_an_unknown_one_under_its_name():
    sections = dict(
        zip(*[iter(re.split(r"^## (.*)$", cards()["card.en.md"], flags=re.MULTILINE)[1:])] * 2, strict=True)
    )
    assert "../plots/reliability.png" in sections["How true the scores are"]
    assert "../plots/list_length.png" in sections["How good the list is"]
    assert "*odd.png*" in sections["How good the list is"]
    assert "Prezent at 5\u00a0% of the children, here 3070 children: precision 18.1\u00a0%" in cards()["card.en.md"]


def test_no_plot_is_no_picture():
    assert "<img" not in cards("bare")["card.en.html"]


@pytest.mark.parametrize("file", ["card.ro.html", "card.en.html"])
def test_no_text_of_a_run_becomes_part_of_a_page(file: str):
    report = with_text_everywhere(full(), EVIL)
    evil, good = Page(write_cards(report, plots={EVIL: b"x"})[file]), Page(write_cards(full(), plots={"x": b"x"})[file])
    assert not evil.all("script")
    assert {tag for tag, _ in evil.tags} == {tag for tag, _ in good.tags}
    assert EVIL in evil.text
    assert "49" not in evil.said("h1")[0]


@pytest.mark.parametrize("file", ["card.ro.md", "card.en.md"])
def test_no_text_of_a_run_becomes_part_of_markdown(file: str):
    card = write_cards(with_text_everywhere(full(), EVIL), plots={})[file]
    assert not re.search(r"(?<!\\)<|(?<!\\)\[b|http://", card)
    for table in re.findall(r"(?:^\|.*\n)+", card, re.MULTILINE):
        widths = {len(re.findall(r"(?<!\\)\|", row)) for row in table.splitlines()}
        assert len(widths) == 1


def test_the_words_of_groups_are_asked_for():
    report, asked = full(), []

    def words(by: str, group: str, language: str) -> str:
        asked.append((by, group, language))
        return f"<{group} in {language}>"

    card = write_cards(report, plots={}, group_words=words)["card.ro.html"]
    assert "&lt;F in ro&gt;" in card
    assert ("special_needs", "yes", "en") in asked


def test_the_same_run_gives_the_same_card_and_is_not_changed():
    report = full()
    assert write_cards(report, plots=PLOTS) == cards()
    assert report == full()


def test_a_report_read_back_from_json_gives_the_same_card():
    assert write_cards(json.loads(json.dumps(full())), plots=PLOTS) == cards()


@pytest.mark.parametrize("key", sorted(set(full()) - set(bare())))
@pytest.mark.parametrize("empty", ["absent", None, "empty"])
def test_any_part_may_be_missing_or_empty(key: str, empty: str | None):
    report = full()
    del report[key]
    if empty != "absent":
        report[key] = None if empty is None else type(full()[key])()
    card = write_cards(report, plots=PLOTS)["card.en.md"]
    assert headings(card) == headings(cards()["card.en.md"])
    assert "None" not in card
