"""A ranked list as people get it: readable in both languages, no verdict, nothing that runs, the same numbers."""

import csv
import dataclasses
import datetime as dt
import html.parser
import io
import json
import re
from pathlib import Path

import openpyxl
import pytest

from features.errors import UsageError
from features.i18n.text import Bilingual, Language
from models.explain.told_reasons import SharedReason, ToldReason
from models.ranking.expected_hits import ExpectedHits
from models.ranking.list_warnings import Caution
from models.ranking.ranked_list import NamedSchool, RankedList, RankedPupil
from models.risk.model import Target
from serving.output.explanation import pupil_lines
from serving.output.json import pupil_json
from serving.paper.export import write_list
from tests.support.explained import explained_pupil, told

VOID = {"meta", "br", "col"}


def reason(feature: str, contribution: float, *, ro: str, en: str, can_change: bool = False) -> ToldReason:
    return ToldReason("recent_absences", feature, contribution, can_change, Bilingual(en, ro))


PREDICTED = Target(("dropped_out", "not_reenrolled", "failed"), 240, until=(9, 30)).predicted(dt.date(2025, 2, 3))
TOLD = told(
    reason("unexcused", 0.7, ro="12 ore nemotivate", en="12 unexcused hours", can_change=True),
    reason("internet", -0.5, ro="internet acasă", en="internet at home"),
    reason("marks", 0.3, ro="nota 4", en="mark 4", can_change=True),
    reason("commute", 0.2, ro="60 de minute de acasă", en="60 minutes from home"),
)
ONE = RankedPupil(1, "p1", "s1", "7A", 0.2345, -1.2, -2.0, (), TOLD)
TWO = RankedPupil(2, "p2", "s1", None, 0.1, -2.2, -2.0, ())
RANKED = RankedList(
    dt.date(2025, 2, 3), "3", "f00d", 2, 410, ExpectedHits(1.3345, 0, 2), (ONE, TWO), (),
    (Caution("season", "Altă perioadă.", "Another time."),), PREDICTED,
)  # fmt: skip
OF_SCHOOL = dataclasses.replace(RANKED, school=NamedSchool("s1", "Școala Gimnazială Nr. 1"))


def listed(children: int, *, mean: float, low: int, high: int) -> RankedList:
    pupils = tuple(dataclasses.replace(ONE, rank=rank, pupil_id=f"p{rank}") for rank in range(1, children + 1))
    return dataclasses.replace(RANKED, pupils=pupils, capacity=children, expected=ExpectedHits(mean, low, high))


def written(ranked: RankedList, file_format: str, folder: Path, language: Language = "en") -> Path:
    out = folder / f"list.{file_format}"
    write_list(ranked, file_format, out, language=language)
    return out


def text_of(ranked: RankedList, file_format: str, folder: Path, language: Language = "en") -> str:
    return written(ranked, file_format, folder, language).read_bytes().decode("utf-8")


def csv_rows(ranked: RankedList, folder: Path, language: Language = "en") -> list[dict[str, str]]:
    text = text_of(ranked, "csv", folder, language).removeprefix("\ufeff")
    return list(csv.DictReader(io.StringIO(text), delimiter=";" if language == "ro" else ","))


# The screen


def test_a_child_is_shown_with_its_three_strongest_reasons_and_one_that_lowers_the_risk(tmp_path: Path) -> None:
    lines = text_of(RANKED, "table", tmp_path, "ro").splitlines()
    start = next(number for number, line in enumerate(lines) if "p1" in line)
    assert re.split(r" {2,}", lines[start].strip()) == ["1", "p1", "s1", "7A", "23,4 %", "+ 12 ore nemotivate *"]
    assert [line.strip() for line in lines[start + 1 : start + 4]] == [
        "+ nota 4 *", "+ 60 de minute de acasă", "- internet acasă",
    ]  # fmt: skip
    assert lines[start + 4].strip() == "→ Discuție cu elevul și familia în această săptămână; dacă nu răspund,"
    assert lines[start + 5].strip() == "vizită la domiciliu."
    assert "p2" in lines[start + 6]


def test_the_school_stands_in_the_title_of_its_own_list_and_in_a_column_of_one_list_over_several(
    tmp_path: Path,
) -> None:
    several, one = (text_of(ranked, "table", tmp_path, "ro").splitlines() for ranked in (RANKED, OF_SCHOOL))
    assert one[0] == "De cine să avem grijă mai întâi: Școala Gimnazială Nr. 1 (s1)"
    assert next(line for line in several if line.startswith("Loc ")).split() == [
        "Loc", "Elev", "Școala", "Clasa", "Scor", "Motive",
    ]  # fmt: skip
    assert next(line for line in one if line.startswith("Loc ")).split() == ["Loc", "Elev", "Clasa", "Scor", "Motive"]
    nameless = dataclasses.replace(RANKED, school=NamedSchool("s1"))
    assert text_of(nameless, "table", tmp_path, "en").startswith("Whom to look after first: School s1\n")


def test_a_mark_stays_with_the_word_before_it(tmp_path: Path) -> None:
    for letters in range(60, 90):
        wide = told(reason("r", 1.0, ro="a " * (letters // 2) + "b", en="", can_change=True))
        text = text_of(
            dataclasses.replace(RANKED, pupils=(dataclasses.replace(ONE, told=wide),)), "table", tmp_path, "ro"
        )
        assert [line for line in text.splitlines() if line.strip() == "*"] == []
        assert text.count("b *") == 1


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("ro", ["3 februarie 2025", "versiunea 3", "2 din 410 copii", "prioritate de verificat", "hotărăște un om"]),
        ("en", ["3 February 2025", "model version 3", "2 of 410 children", "priority to check", "a person decides"]),
    ],
)
@pytest.mark.parametrize("file_format", ["table", "html"])
def test_a_list_says_what_it_is_and_who_decides(
    file_format: str, language: Language, words: list[str], tmp_path: Path
) -> None:
    text = text_of(RANKED, file_format, tmp_path, language)
    assert [word for word in words if word not in text] == []


UNTIL_RO = "până la 30 septembrie 2025, la abandon școlar, neînscriere sau nepromovare"
BY_EN = "by 30 September 2025: dropped out, not enrolled again or failed"


@pytest.mark.parametrize(
    ("children", "mean", "low", "high", "ro", "en"),
    [
        (1, 0.234, 0, 1, f"Din 100 de copii ca acesta, aproximativ 23 ajung, {UNTIL_RO}.",
         f"Of 100 children like this one, about 23 have this {BY_EN}."),
        (2, 1.3, 0, 2,
         f"Dintre acești 2 copii ne așteptăm ca aproximativ 1 (cel mai probabil între 0 și 2) să ajungă, {UNTIL_RO}; "
         "ceilalți nu.",
         f"Of these 2 children we expect about 1 (most likely between 0 and 2) to have this {BY_EN}; the others not."),
        (20, 5.4, 2, 9,
         "Dintre acești 20 de copii ne așteptăm ca aproximativ 5 (cel mai probabil între 2 și 9) să ajungă, "
         f"{UNTIL_RO}; ceilalți nu.",
         f"Of these 20 children we expect about 5 (most likely between 2 and 9) to have this {BY_EN}; the others not."),
        (20, 3.2, 3, 3, f"Dintre acești 20 de copii ne așteptăm ca aproximativ 3 să ajungă, {UNTIL_RO}; ceilalți nu.",
         f"Of these 20 children we expect about 3 to have this {BY_EN}; the others not."),
        (20, 0.4, 0, 0, f"Dintre acești 20 de copii ne așteptăm ca cel mult 1 să ajungă, {UNTIL_RO}; ceilalți nu.",
         f"Of these 20 children we expect at most 1 to have this {BY_EN}; the others not."),
        (20, 0.9, 0, 2, f"Dintre acești 20 de copii ne așteptăm ca cel mult 2 să ajungă, {UNTIL_RO}; ceilalți nu.",
         f"Of these 20 children we expect at most 2 to have this {BY_EN}; the others not."),
    ],
)  # fmt: skip
def test_expected_hits_are_said_in_words(
    children: int, mean: float, low: int, high: int, ro: str, en: str, tmp_path: Path
) -> None:
    ranked = listed(children, mean=mean, low=low, high=high)
    assert ro in " ".join(text_of(ranked, "table", tmp_path, "ro").split())
    assert en in " ".join(text_of(ranked, "table", tmp_path, "en").split())


@pytest.mark.parametrize("file_format", ["table", "csv", "html"])
def test_no_list_tells_a_child_s_future(file_format: str, tmp_path: Path) -> None:
    for language in ("ro", "en"):
        text = text_of(RANKED, file_format, tmp_path, language).lower()
        assert not re.search(r"will drop out|va abandona|\bred\b|\bgreen\b|roșu|verde", text)


def test_lines_fit_a_terminal_and_an_identifier_is_never_cut(tmp_path: Path) -> None:
    long = reason("long", 1.0, ro="un motiv " * 20, en="because " * 20)
    wordy = dataclasses.replace(ONE, pupil_id="p" * 36, told=told(long))
    text = text_of(dataclasses.replace(RANKED, pupils=(wordy, TWO)), "table", tmp_path)
    assert max(map(len, text.splitlines())) <= 120
    assert "p" * 36 in text
    assert text.count("because") == 20


def test_a_terminal_is_not_steered_by_an_identifier(tmp_path: Path) -> None:
    ranked = dataclasses.replace(RANKED, pupils=(dataclasses.replace(ONE, pupil_id="p\x1b[31m1"),))
    assert "p?[31m1" in text_of(ranked, "table", tmp_path)


def test_without_a_file_a_list_goes_to_the_screen(capsys: pytest.CaptureFixture[str]) -> None:
    write_list(RANKED, "csv", None, language="en")
    assert capsys.readouterr().out.startswith("rank,pupil_id,")


def test_a_workbook_needs_a_file() -> None:
    with pytest.raises(UsageError, match="--out"):
        write_list(RANKED, "xlsx", None, language="en")


@pytest.mark.parametrize("file_format", ["csv", "xlsx"])
def test_a_file_that_cannot_be_written_is_a_sentence(file_format: str, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="cannot be written"):
        write_list(RANKED, file_format, tmp_path / "nowhere" / "list", language="en")


SHARED = (
    SharedReason("track", "grade_level", 0.4, 2, 2, Bilingual("in class 8", "în clasa a VIII-a")),
    SharedReason("school", "school_rural", 0.2, 2, 2, Bilingual("rural school", "școală din mediul rural")),
)


@pytest.mark.parametrize("file_format", ["table", "html"])
def test_what_is_the_same_for_all_is_said_once_above(file_format: str, tmp_path: Path) -> None:
    text = text_of(dataclasses.replace(RANKED, shared=SHARED), file_format, tmp_path, "ro")
    assert text.count("La fel la toți cei de pe listă: în clasa a VIII-a; școală din mediul rural.") == 1
    assert text.index("clasa a VIII-a") < text.index("12 ore nemotivate")


def test_two_reasons_that_read_alike_are_said_once_of_the_more_children(tmp_path: Path) -> None:
    words = Bilingual("no marks this school year", "nicio notă în acest an școlar")
    alike = tuple(
        SharedReason(theme, feature, 0.3, children, 20, words)
        for theme, feature, children in (("marks", "mark_mean", 16), ("work_not_handed_in", "days_since_mark", 18))
    )
    text = text_of(dataclasses.replace(RANKED, shared=alike), "table", tmp_path, "ro")
    assert text.count("nicio notă în acest an școlar") == 1
    assert "La fel la 18 din cei 20 de pe listă: nicio notă în acest an școlar." in text


def test_what_is_the_same_for_nearly_all_says_for_how_many(tmp_path: Path) -> None:
    nearly = (SHARED[0]._replace(children=17, of=20),)
    ranked = dataclasses.replace(RANKED, shared=nearly)
    assert "La fel la 17 din cei 20 de pe listă: în clasa a VIII-a." in text_of(ranked, "table", tmp_path, "ro")
    assert "17 of the 20 on the list: in class 8." in text_of(ranked, "table", tmp_path, "en")
    sheet = openpyxl.load_workbook(written(ranked, "xlsx", tmp_path, "ro")).worksheets[0]
    assert "La fel la 17 din cei 20 de pe listă: în clasa a VIII-a." in [row[0] for row in sheet.values]


# Rows for spreadsheets


def test_a_csv_has_a_row_for_each_child_with_the_score_to_the_last_bit(tmp_path: Path) -> None:
    first, second = csv_rows(RANKED, tmp_path)
    assert first == {
        "rank": "1", "pupil_id": "p1", "school_id": "s1", "class_label": "7A", "score": "0.2345",
        "reason_1": "12 unexcused hours", "reason_1_can_change": "yes", "reason_2": "mark 4",
        "reason_2_can_change": "yes", "reason_3": "60 minutes from home", "reason_3_can_change": "no",
        "lowers": "internet at home", "lowers_can_change": "no",
        "next_step": "Talk with the pupil and the family this week; where nobody answers, a visit at home.",
        "owner": "", "date": "",
        "predicts": "By 30 September 2025: dropped out, not enrolled again or failed.",
    }  # fmt: skip
    assert [second["class_label"], second["reason_1"], second["lowers_can_change"]] == ["", "", ""]
    assert float(first["score"]).hex() == ONE.score.hex()


def test_a_romanian_csv_opens_in_a_romanian_spreadsheet(tmp_path: Path) -> None:
    content = written(RANKED, "csv", tmp_path, "ro").read_bytes()
    assert content.startswith(b"\xef\xbb\xbfLoc;Elev;")
    first, _ = csv_rows(RANKED, tmp_path, "ro")
    assert (first["Scor"], first["Crește riscul 1"]) == ("0,2345", "12 ore nemotivate")
    assert (first["Crește riscul 1: se poate schimba"], first["Cine"], first["Până când"]) == ("da", "", "")
    assert first["Ce se prezice"] == "Până la 30 septembrie 2025: abandon școlar, neînscriere sau nepromovare."


def test_on_the_screen_no_mark_tells_of_the_letters(capsys: pytest.CaptureFixture[str]) -> None:
    write_list(RANKED, "csv", None, language="ro")
    assert capsys.readouterr().out.startswith("Loc;")


@pytest.mark.parametrize("cell", ["=1+1", "+40", "-2", "@SUM(A1)", "\t=1", "\r=1"])
def test_a_cell_that_would_run_is_guarded_wherever_it_stands(cell: str, tmp_path: Path) -> None:
    dangerous = dataclasses.replace(
        ONE, pupil_id=cell, school_id=cell, class_label=cell, told=told(reason("r", 1.0, ro=cell, en=cell))
    )
    ranked = dataclasses.replace(RANKED, pupils=(dangerous,))
    (row,) = csv_rows(ranked, tmp_path)
    shown = "'" + cell.replace("\t", " ").replace("\r", " ")
    assert {row[name] for name in ("pupil_id", "school_id", "class_label", "reason_1")} == {shown}
    sheet = openpyxl.load_workbook(written(ranked, "xlsx", tmp_path)).worksheets[0]
    assert "f" not in {each.data_type for row in sheet for each in row}
    assert sheet.cell(sheet.max_row - 1, 2).value.startswith("'")


# The page


class Page(html.parser.HTMLParser):
    """Every element of a page, with a check that each is closed in order."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        self.open += [] if tag in VOID else [tag]

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


@pytest.mark.parametrize("language", ["ro", "en"])
def test_the_page_stands_alone_and_is_an_accessible_table(language: Language, tmp_path: Path) -> None:
    page = Page(text_of(RANKED, "html", tmp_path, language))
    tags = [tag for tag, _ in page.elements]
    assert page.elements[0] == ("html", {"lang": language})
    assert not {"script", "link", "img", "iframe"} & set(tags)
    assert not any({"src", "href", "onclick"} & set(attributes) for _, attributes in page.elements)
    assert [attributes["aria-label"] for tag, attributes in page.elements if tag == "table"] == [
        "Lista" if language == "ro" else "List"
    ]
    scopes = [attributes["scope"] for tag, attributes in page.elements if tag == "th"]
    assert scopes == ["col"] * 8 + ["row"] * len(RANKED.pupils)
    assert ("meta", {"name": "viewport", "content": "width=device-width, initial-scale=1"}) in page.elements


def test_the_page_has_no_colour_but_black_and_white_and_prints_on_a4(tmp_path: Path) -> None:
    text = text_of(RANKED, "html", tmp_path)
    assert set(re.findall(r"#[0-9a-f]{3,6}\b", text)) == {"#000", "#fff"}
    assert "size: A4" in text
    assert "url(" not in text


def test_the_page_shows_text_as_text(tmp_path: Path) -> None:
    reasons = told(reason("r", 1.0, ro="a<b&c", en="a<b&c"))
    evil = dataclasses.replace(ONE, pupil_id="<script>alert(1)</script>", school_id='"><b>', told=reasons)
    text = text_of(dataclasses.replace(RANKED, pupils=(evil,)), "html", tmp_path)
    assert "<script" not in text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in text
    assert "a&lt;b&amp;c" in text
    Page(text)


def test_the_page_carries_the_cautions_in_its_language(tmp_path: Path) -> None:
    assert "Altă perioadă." in text_of(RANKED, "html", tmp_path, "ro")
    assert "Another time." in text_of(RANKED, "html", tmp_path, "en")


# JSON, and one child


def test_json_is_the_list_s_own_to_the_last_bit(tmp_path: Path) -> None:
    ranked = dataclasses.replace(RANKED, pupils=(dataclasses.replace(ONE, margin=0.1 + 0.2),))
    assert json.loads(text_of(ranked, "json", tmp_path)) == json.loads(json.dumps(ranked.as_json()))
    assert json.loads(text_of(ranked, "json", tmp_path))["pupils"][0]["margin"].hex() == (0.1 + 0.2).hex()


def test_one_child_as_json_is_what_it_is_in_a_list() -> None:
    listed = json.loads(json.dumps(RANKED.as_json()))["pupils"][0]
    assert json.loads(pupil_json(ONE)) == listed


def test_json_says_what_is_predicted_and_until_when(tmp_path: Path) -> None:
    found = json.loads(text_of(RANKED, "json", tmp_path))
    assert (found["outcomes"], found["until"]) == (["dropped_out", "not_reenrolled", "failed"], "2025-09-30")
    assert found["predicts_ro"] == "Până la 30 septembrie 2025: abandon școlar, neînscriere sau nepromovare."
    assert found["predicts_en"] == "By 30 September 2025: dropped out, not enrolled again or failed."


def explained(pupil: RankedPupil, language: Language) -> list[str]:
    return pupil_lines(explained_pupil(pupil), language)


def test_one_child_is_told_by_themes_and_how_much_they_weigh() -> None:
    assert explained(ONE, "ro") == [
        "Locul 1 din 410 în școală: elev p1, clasa 7A, scor 23,4 %. Școala Gimnazială Nr. 1 (s1).",
        "Din 100 de copii ca acesta, aproximativ 23 ajung, până la 15 februarie 2027, la abandon școlar sau",
        "neînscriere.",
        "Ce se știa înainte de 15 februarie 2026; versiunea 7 a modelului.",
        "",
        "Crește riscul:",
        "  12 ore nemotivate (cântărește mult) *",
        "  nota 4 (cântărește moderat) *",
        "  60 de minute de acasă (cântărește puțin)",
        "",
        "Scade riscul:",
        "  internet acasă (cântărește moderat)",
        "",
        "Pasul următor (propunere): Discuție cu elevul și familia în această săptămână; dacă nu răspund, vizită la",
        "domiciliu.",
        "",
        "Toate motivele, în cifre: --all.",
        "",
        "* școala poate schimba acest lucru.",
        "Locul în listă este o prioritate de verificat, nu un verdict despre copil.",
        "Un motiv este ce a văzut modelul, nu o cauză; ce se face hotărăște un om.",
    ]


def test_a_child_without_reasons_is_told_all_the_same() -> None:
    first = explained(TWO, "en")[0]
    assert first == "Rank 1 of 410 in the school: pupil p2, class -, score 10.0 %. Școala Gimnazială Nr. 1 (s1)."


@pytest.mark.parametrize(
    ("unscored", "en", "ro"),
    [
        (0, "", ""),
        (1, " (of 1 other nothing can be said yet)", " (despre 1 alt elev nu se poate spune încă nimic)"),
        (11, " (of 11 others nothing can be said yet)", " (despre 11 alți elevi nu se poate spune încă nimic)"),
        (20, " (of 20 others nothing can be said yet)", " (despre 20 de alți elevi nu se poate spune încă nimic)"),
    ],
)
def test_a_place_says_of_how_many_others_nothing_can_be_said(unscored: int, en: str, ro: str) -> None:
    found = dataclasses.replace(explained_pupil(ONE), unscored=unscored)
    assert found.place("en") == f"Rank 1 of 410 in the school{en}"
    assert found.place("ro") == f"Locul 1 din 410 în școală{ro}"
