"""The page about one child: what raises and lowers, beside what is usual, what may help, and room to decide."""

import dataclasses
from pathlib import Path

import pytest

from features.errors import UsageError
from models.explain.told_reasons import ToldReasons
from serving.paper.child_sheet import child_sheet
from serving.paper.export import write_pupil
from tests.support.explained import explained_pupil
from tests.support.ranked_lists import REASONS, pupil_of


def test_each_theme_is_a_line_with_its_weight_in_words() -> None:
    sections = dict(child_sheet(explained_pupil(pupil_of(1)), "ro").sections)
    assert sections["Crește riscul"] == (
        "Absențe recente: 58 de ore nemotivate în ultimele 60 de zile de școală; în clasă de obicei 6 "
        "(cântărește mult)",
        "Note: media de anul acesta: 5,9; în clasă de obicei 8,2 (cântărește moderat)",
        "Vârstă și ani repetați: un an repetat până acum; în clasă de obicei 0 (cântărește moderat)",
    )
    assert sections["Scade riscul"] == ("Purtare: purtare: 10 (cântărește puțin)",)
    assert len(sections["Ce poate ajuta (propuneri)"]) == 3


def test_it_says_what_until_when_the_place_in_the_school_and_that_it_is_no_verdict() -> None:
    sheet = child_sheet(explained_pupil(pupil_of(1), rank=3, scored=38), "en")
    assert sheet.above[1:] == (
        "Of 100 children like this one, about 20 have this by 15 February 2027: dropped out or not enrolled again.",
        "Rank 3 of 38 in the school. What was known before 15 February 2026; model version 7.",
    )
    assert "not a verdict" in sheet.below[0]
    assert "not a cause" in sheet.below[1]


def test_a_child_without_reasons_has_a_page_and_a_talk_to_begin_with() -> None:
    bare = dataclasses.replace(pupil_of(1), reasons=(), told=ToldReasons())
    assert child_sheet(explained_pupil(bare), "ro").sections == (
        ("Ce poate ajuta (propuneri)", ("Dirigintele stă de vorbă cu elevul și cu familia.",)),
    )


def test_the_page_has_no_script_and_shows_text_as_text(tmp_path: Path) -> None:
    texts = ("<script>alert(1)</script>", *(text for *_, text in REASONS[1:]))
    write_pupil(explained_pupil(pupil_of(1, texts=texts)), "html", tmp_path / "child.html", language="ro")
    page = (tmp_path / "child.html").read_text(encoding="utf-8")
    assert "<script" not in page
    assert "&lt;script&gt;" in page
    assert page.count("<td ") == 4 * 3


def test_a_workbook_of_a_child_needs_a_file() -> None:
    with pytest.raises(UsageError, match="--out"):
        write_pupil(explained_pupil(pupil_of(1)), "xlsx", None, language="en")
