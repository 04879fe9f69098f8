"""Declarations that are too deep, too long or too large are a wrong file or value, in a folder and in a request."""

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest

from features.reading.declarations import parse_declarations, read_declarations
from models.viewer import Viewer
from serving.api.answers import RankingService
from serving.api.request_models import RankRequest, read_body
from serving.http.responses import answered
from tests.support.command_line import CommandLine
from tests.support.serving.small_country import SCORER

DEEP: Any = 1
for _ in range(5000):
    DEEP = [DEEP]
ENROLMENTS = "pupil_id,school_id,school_year,enrolled_on\np1,s1,2025-2026,2025-09-08\n"
BOMBS = [
    "a = " + "[" * 100_000,
    "a = " + "{a = " * 20_000,
    "situation.x.low = " + "9" * 5000,
    "scales.x.lowest = " + "9" * 400,
    "a." * 5000 + "b = 1",
    "situation.x.choices = " + "[" * 90 + "]" * 90,
    "[situation.x]\nen = '" + "x" * 2_000_000 + "'",
]  # fmt: skip


@pytest.mark.parametrize("text", BOMBS, ids=range(len(BOMBS)))
def test_a_bomb_beside_the_tables_is_the_usual_sentence_and_exit_code_3(tmp_path: Path, text: str) -> None:
    (tmp_path / "enrolments.csv").write_text(ENROLMENTS)
    (tmp_path / "prezent.toml").write_text(text)
    for language in ("en", "ro"):
        said = CommandLine(tmp_path / "var").run("--lang", language, "check", tmp_path, exit_code=3).stderr
        assert all(line.startswith("prezent.toml") for line in said.splitlines())
        assert max(map(len, said.splitlines())) < 500


@pytest.mark.parametrize(
    "content",
    [
        {"situation": DEEP}, {"situation": {"x": DEEP}}, {"scales": {"x": DEEP}},
        {"situation": {"x": {"type": DEEP, "en": DEEP, "ro": DEEP, "low": DEEP, "choices": DEEP}}},
        {"scales": {"x": {"lowest": DEEP, "pass": 10**5000, "highest": {"a": DEEP}}}},
        {"situation": {"x": {"type": "number", "en": "x", "ro": "x", "low": 10**5000, "high": -(10**5000)}}},
    ],
    ids=range(6),
)  # fmt: skip
def test_a_value_of_any_depth_and_length_is_a_wrong_value(content: dict[str, Any]) -> None:
    _, problems = parse_declarations(content)
    assert problems
    assert all(len(problem.sentence(language)) < 500 for problem in problems for language in ("en", "ro"))


@pytest.mark.parametrize(
    "declarations",
    [
        "[" * 100_000, '{"a":' * 1000 + "1" + "}" * 1000, '{"situation": {"x": {"low": ' + "9" * 5000 + "}}}",
        '{"situation": ' + "[" * 150 + "]" * 150 + "}", '{"scales": {"x": {"lowest": ' + "9" * 400 + "}}}",
        '{"situation": {"x": {"type": ' + '{"a":' * 120 + "1" + "}" * 120 + "}}}",
    ],
    ids=range(6),
)  # fmt: skip
def test_a_bomb_in_a_request_is_400_with_sentences(declarations: str) -> None:
    records = {"enrolments": [dict(zip(*(line.split(",") for line in ENROLMENTS.split()), strict=True))]}
    body = f'{{"as_of": "2026-01-15", "capacity": 1, "records": {json.dumps(records)}, "declarations": {declarations}}}'
    service = RankingService(SCORER, None)
    answer = answered(
        read_body(RankRequest, body.encode()),
        lambda asked: service.rank(asked, viewer=Viewer("test"), today=dt.date(2026, 2, 1)),
        version="3",
    )
    assert answer.status_code == 400
    assert all(len(problem["text_ro"]) < 500 for problem in json.loads(answer.body)["problems"])


def test_a_file_of_a_terabyte_is_not_read(tmp_path: Path) -> None:
    with (tmp_path / "prezent.toml").open("wb") as file:
        file.truncate(2**40)
    _, (problem,) = read_declarations(tmp_path)
    assert problem.sentence("en").startswith("prezent.toml: found a slip of writing (more than 1,048,576 bytes)")
