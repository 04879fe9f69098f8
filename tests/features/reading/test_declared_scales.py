"""Which scales may be declared, which are refused with which sentence, and that their marks are then left alone."""

import datetime as dt
import math
import tomllib
from pathlib import Path

import pytest

from features.reading.declared_scales import parse_scales
from features.records.records import load_records
from features.schema.problems import RecordsError
from features.schema.scales import SCALES, Scale
from tests.support.records.record_files import grades, write_folder

TODAY = dt.date(2025, 12, 1)


def declared(text: str) -> Scale:
    """Return the one scale of a text, in which nothing is wrong."""
    scales, problems = parse_scales({"scales": {"x": tomllib.loads(text)}})
    assert [each.sentence("en") for each in problems] == []
    return scales[0]


def told(text: str) -> list[str]:
    scales, problems = parse_scales({"scales": {"x": tomllib.loads(text)}})
    assert scales[0].usable == (not problems)
    return [each.sentence("en").removeprefix("prezent.toml, key scales.x").split(";")[0] for each in problems]


@pytest.mark.parametrize(
    ("text", "worst", "passes", "best"),
    [
        ("lowest = 6\npass = 4\nhighest = 1", 6, 4, 1),
        ("worst = 5\npass = 4\nbest = 1", 5, 4, 1),
        ("worst = 5.0\npass = 3.0\nbest = 1.0", 5, 3, 1),
        ("lowest = 0\npass = 10\nbest = 20", 0, 10, 20),
        ("worst = 100\nlowest = 100\npass = 40\nbest = 0", 100, 40, 0),
        ("worst = -3\npass = 2\nbest = 12", -3, 2, 12),
        ("worst = 0\npass = 1\nbest = 1", 0, 1, 1),
        ("worst = 2\npass = 1\nbest = 1", 2, 1, 1),
    ],
)
def test_a_scale_goes_from_worst_over_pass_to_best_whichever_is_higher(
    text: str, worst: float, passes: float, best: float
):
    assert declared(text) == Scale("x", worst, passes, best)


@pytest.mark.parametrize(
    ("text", "marks"),
    [
        ('words = {A = 95, "B+" = 88, D = 60, F = 40}\npass = "D"', (40, 60, 95)),
        ("words = {A = 4, B = 3, D = 1, F = 0}\nlowest = 0\npass = 1\nhighest = 4", (0, 1, 4)),
        ("words = {NA = 0, AC = 1}\npass = 1", (0, 1, 1)),
        ('lowest = "NA"\npass = "AC"\nhighest = "AC"', (0, 1, 1)),
        ('worst = "fail"\npass = "pass"\nbest = "merit"', (0, 1, 2)),
        ('words = {one = 1, four = 4, six = 6}\nbest = "one"\npass = "FOUR"', (6, 4, 1)),
        ("words = {one = 1, four = 4, six = 6}\nworst = 6\npass = 4", (6, 4, 1)),
        ("words = {U = 0}\nnumbers = true\nworst = 0\npass = 4\nbest = 9", (0, 4, 9)),
    ],
)
def test_words_stand_for_numbers_and_give_the_ends_that_are_not_said(text: str, marks: tuple[float, float, float]):
    scale = declared(text)
    assert (scale.worst, scale.pass_mark, scale.best) == marks
    assert scale.words


def test_what_a_scale_of_a_built_in_name_does_not_say_is_as_built_in():
    text = '[scales."0-100"]\nbeyond = 120\n[scales."de 1-6"]\nnot_taken = ["krank"]\n[scales.FB-I]\npass = "B"'
    scales, problems = parse_scales(tomllib.loads(text))
    german = next(scale for scale in SCALES if scale.name == "DE 1-6")
    assert problems == []
    assert scales[0] == Scale("0-100", 0, 50, 100, beyond=120)
    assert scales[1] == Scale("de 1-6", 6, 4, 1, german.words, numbers=True, not_taken=("krank",))
    assert (scales[2].pass_mark, scales[2].number_of("FB")) == (3, 4)
    assert not {"0-100", "DE 1-6", "FB-I"} & {scale.name for scale in scales[3:]}


@pytest.mark.parametrize(("text", "beyond"), [("120", 120.0), ("true", math.inf), ("false", None), ("100.5", 100.5)])
def test_marks_past_the_best_are_declared(text: str, beyond: float | None):
    assert declared(f"worst = 0\npass = 50\nbest = 100\nbeyond = {text}").beyond == beyond


def test_marks_past_the_best_are_lower_where_the_lowest_is_the_best():
    assert declared("worst = 6\npass = 4\nbest = 1\nbeyond = 0.7").beyond == 0.7
    assert declared("worst = 6\npass = 4\nbest = 1\nbeyond = true").beyond == -math.inf


POINTS = "worst = 0\npass = 50\nbest = 100\n"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("worst = 1\npass = 1\nbest = 5", ": found 'worst 1, pass 1, best 5'"),
        ("worst = 1\npass = 7\nbest = 5", ": found 'worst 1, pass 7, best 5'"),
        ("lowest = 5\npass = 5\nhighest = 1", ": found 'lowest 5, pass 5, highest 1'"),
        ("pass = 5", ": found 'pass 5'"),
        ("", ": found nothing"),
        ("worst = -inf\npass = 5\nbest = 10", ": found 'worst -inf, pass 5, best 10'"),
        ("words = {A = 1, B = 2}", ": found nothing"),
        ('words = {A = 1, B = 2}\npass = "C"', ": found 'pass C'"),
        ("worst = 1\nlowest = 2\npass = 5\nbest = 10", ": found 'worst 1, lowest 2'"),
        (POINTS + "words = {}", ".words: found '{}'"),
        (POINTS + "words = 3", ".words: found '3'"),
        (POINTS + 'words = {A = "x"}', ".words: found '{'A': 'x'}'"),
        (POINTS + "words = {A = nan}", ".words: found '{'A': nan}'"),
        (POINTS + "words = {A = 101, B = 3}", ".words: found 'A'"),
        (POINTS + 'not_taken = "NP"', ".not_taken: found 'NP'"),
        (POINTS + 'words = {NP = 0}\nnot_taken = ["np"]', ".not_taken: found 'np'"),
        (POINTS + "beyond = 90", ".beyond: found '90'"),
        (POINTS + 'beyond = "120"', ".beyond: found '120'"),
        (POINTS + "numbers = 1", ".numbers: found '1'"),
        (POINTS + "wrods = {A = 1}", ": found 'wrods'"),
    ],
)
def test_a_wrong_scale_is_told_with_its_key(text: str, sentence: str):
    assert [each.split("; expected")[0].split(", expected")[0] for each in told(text)] == [sentence]


@pytest.mark.parametrize(
    "toml",
    [
        '[scales.x]\nlowest = "NA"\npass = "AC"\n',
        "[scales.x]\nwrods = {AC = 1}\nworst = 0\npass = 1\nbest = 2\n",
        "[scales.x]\nworst = 1\npass = 1\nbest = 2\n",
        "[scales]\nx = 3\n",
        "[scales.X]\nworst = 1\n",
    ],
)
def test_after_a_wrong_declaration_its_marks_are_not_blamed(tmp_path: Path, toml: str):
    marks = grades("p1,2024-10-01,AC,x", "p1,2024-10-02,7,x", "p1,2024-10-03,NP,x")
    with pytest.raises(RecordsError) as caught:
        load_records(write_folder(tmp_path, marks | {"prezent.toml": toml}), today=TODAY)
    (sentence,) = caught.value.sentences("en")
    assert sentence.startswith("prezent.toml, key scales.")
    assert "inf" not in sentence
