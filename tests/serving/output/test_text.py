"""Children of whom nothing can be said yet, in every form a list has and in the service's answers."""

import csv
import dataclasses
import datetime as dt
import io
import json
from pathlib import Path

import openpyxl
import pytest

from features.i18n.text import Language
from features.point_in_time.register_recency import RecordingRate
from models.ranking.abstention import CannotSay, NotScored
from models.ranking.expected_hits import ExpectedHits
from models.ranking.ranked_list import RankedList
from models.ranking.scorer import Scorer
from models.viewer import Viewer
from serving.api.answers import RankingService
from serving.api.request_models import ExplainRequest, RankRequest
from serving.output.json import list_json
from serving.output.text import not_scored_lines
from serving.paper.export import write_list
from tests.support.small_models import TRAINED_ON, fitted_model, predicted_at
from tests.support.small_records import Row, index_of

AS_OF = dt.date(2024, 11, 18)
TODAY = dt.date(2026, 1, 1)
SCORER = Scorer(
    dataclasses.replace(
        fitted_model(),
        trained_on=dataclasses.replace(TRAINED_ON, recording_rates=(RecordingRate("attendance", 5, 0.9, 0.2),)),
    ),
    "3",
)


def of_class(label: str, children: int, sentence: str) -> list[NotScored]:
    said = (f"Clasa {label}: {sentence} ro", f"Class {label}: {sentence} en")
    return [NotScored(f"{label}-{number}", "stale_class", *said) for number in range(children)]


def without(*children: NotScored) -> RankedList:
    """Return a list without anybody in it but these, who are not scored."""
    return RankedList(AS_OF, "3", "f00d", 0, 0, ExpectedHits(0.0, 0, 0), (), children, (), predicted_at(AS_OF))


TWO_CLASSES = without(*of_class("5B", 1, "since May"), *of_class("5A", 23, "since June"))


def text_of(ranked: RankedList, file_format: str, folder: Path, language: Language) -> str:
    out = folder / "list"
    write_list(ranked, file_format, out, language=language)
    return out.read_text(encoding="utf-8-sig")


def test_a_class_is_one_line_with_its_number_of_children() -> None:
    assert not_scored_lines(TWO_CLASSES, "ro") == [
        "Nu se poate spune încă (23 de copii): Clasa 5A: since June ro",
        "Nu se poate spune încă (1 copil): Clasa 5B: since May ro",
    ]
    assert not_scored_lines(TWO_CLASSES, "en")[0] == "Cannot say yet (23 children): Class 5A: since June en"
    assert not_scored_lines(without(), "ro") == []


@pytest.mark.parametrize("language", ["ro", "en"])
@pytest.mark.parametrize("file_format", ["table", "html"])
def test_people_read_the_line_of_each_class_once(file_format: str, language: Language, tmp_path: Path) -> None:
    text = text_of(TWO_CLASSES, file_format, tmp_path, language)
    assert all(text.count(line) == 1 for line in not_scored_lines(TWO_CLASSES, language))
    assert "5A-7" not in text


def test_long_lines_are_wrapped_on_the_screen_and_steer_no_terminal(tmp_path: Path) -> None:
    text = text_of(without(*of_class("5\x1bA", 2, "since " * 60)), "table", tmp_path, "en")
    assert max(map(len, text.splitlines())) <= 110
    assert text.count("since") == 60
    assert "\x1b" not in text


def test_the_page_shows_a_class_as_text(tmp_path: Path) -> None:
    text = text_of(without(*of_class("<b>", 2, "x")), "html", tmp_path, "ro")
    assert "<b>" not in text
    assert "Clasa &lt;b&gt;: x ro" in text


@pytest.mark.parametrize("file_format", ["table", "html"])
def test_a_list_of_nobody_expects_nothing_of_nobody(file_format: str, tmp_path: Path) -> None:
    text = text_of(TWO_CLASSES, file_format, tmp_path, "en")
    assert "Listed: 0 of 0 children." in text
    assert "Of these" not in text


def test_a_csv_has_rows_of_listed_children_only(tmp_path: Path) -> None:
    assert list(csv.DictReader(io.StringIO(text_of(TWO_CLASSES, "csv", tmp_path, "ro")))) == []


def test_a_workbook_names_the_classes_and_on_a_sheet_of_its_own_the_children(tmp_path: Path) -> None:
    ranked = without(*TWO_CLASSES.not_scored, *of_class("=1\x07", 1, "x"))
    write_list(ranked, "xlsx", tmp_path / "list.xlsx", language="ro")
    listed, unsaid = openpyxl.load_workbook(tmp_path / "list.xlsx").worksheets
    said = [row[0] for row in listed.values if row[0]]
    assert [line for line in said if line.startswith("Nu se poate")] == [
        *[line.replace("\x07", " ") for line in not_scored_lines(ranked, "ro")]
    ]
    assert unsaid.title == "Nu se poate spune încă"
    head, *by_reason = unsaid.values
    assert head == ("Nu se poate spune încă", "Elev")
    assert by_reason[0][0] == "Clasa 5A: since June ro (23)"
    assert ("Clasa 5B: since May ro", "5B-0") in by_reason
    assert sum(len(codes.split(", ")) for _, codes in by_reason) == 25
    assert ("Clasa =1 : x ro", "'=1 -0") in by_reason


def test_a_workbook_of_a_list_with_everybody_has_no_such_sheet(tmp_path: Path) -> None:
    write_list(without(), "xlsx", tmp_path / "list.xlsx", language="ro")
    assert len(openpyxl.load_workbook(tmp_path / "list.xlsx").worksheets) == 1


# The service


def records() -> dict[str, list[Row]]:
    """Return a class where all missed the first Friday and nothing was written since, and one that is up to date."""
    pupils = [(f"{label}-{number}", label) for label in ("5A", "5B") for number in range(20)]
    enrolled = {"school_id": "S1", "school_year": "2024-2025", "enrolled_on": "2024-09-09", "grade_level": 5}
    fridays = [str(dt.date(2024, 9, 13) + dt.timedelta(weeks=week)) for week in range(10)]
    return {
        "enrolments": [enrolled | {"pupil_id": pupil, "class_label": label} for pupil, label in pupils],
        "attendance": [
            {"pupil_id": pupil, "date": friday, "hours": 1}
            for pupil, label in pupils
            for friday in (fridays[:1] if label == "5A" else fridays)
        ],
    }


def test_the_service_says_the_same_of_them_as_the_command_line() -> None:
    answer = RankingService(SCORER, None).rank(
        RankRequest(as_of=AS_OF, capacity=0.1, records=records()), viewer=Viewer("test"), today=TODAY
    )
    ranked = SCORER.rank(index_of(**records()), AS_OF, viewer=Viewer("test"), capacity=0.1)
    assert answer == list_json(ranked)
    found = json.loads(answer)
    assert (found["cohort_size"], found["capacity"]) == (20, 2)
    assert [child["pupil_id"] for child in found["not_scored"]] == sorted(f"5A-{number}" for number in range(20))
    assert {child["reason"] for child in found["not_scored"]} == {"stale_class"}
    assert not {pupil["pupil_id"] for pupil in found["pupils"]} & {child["pupil_id"] for child in found["not_scored"]}


def test_a_child_of_whom_nothing_can_be_said_is_refused_with_the_sentence_of_the_list() -> None:
    request, service = ExplainRequest(as_of=AS_OF, pupil_id="5A-3", records=records()), RankingService(SCORER, None)
    with pytest.raises(CannotSay) as refused:
        service.explain(request, viewer=Viewer("test"), today=TODAY)
    listed = json.loads(
        service.rank(RankRequest(as_of=AS_OF, capacity=1, records=records()), viewer=Viewer("test"), today=TODAY)
    )
    child = next(child for child in listed["not_scored"] if child["pupil_id"] == "5A-3")
    assert (refused.value.sentences("ro"), refused.value.sentences("en")) == ([child["text_ro"]], [child["text_en"]])
    assert child["text_ro"].startswith("Clasa 5A (școala S1): nicio absență din 13 septembrie 2024;")
