"""What an import says in Romanian is in words: no code of the records, no English value, no date of a computer."""

import re
from pathlib import Path

import pytest

from tests.support.command_line import CommandLine
from tests.support.sheets.books import Book
from tests.support.sheets.every_table import BROKEN, FIRST, later

_PATH = re.compile(r"\S*/\S*|\S+\.(?:sqlite|xlsx|toml|csv)\b")
_CODE = re.compile(
    r"[a-z]+_[a-z]+|\b\d{4}-\d\d-\d\d\b|\b(?:True|False|yes|none|both|unknown|mark|average|exam|conduct|absent|graduated|"
    r"promoted|failed|transferred|emigrated|relatives|institution|attendance|enrolments|grades|family|incidents|outcomes|"
    r"pupil|school|code)\b"
)


def _codes(text: str) -> list[str]:
    """Return the lines in which something is no Romanian word; addresses of files are what they are."""
    return [line for line in text.splitlines() if _CODE.search(_PATH.sub("", line))]


def _run(program: CommandLine, file: Path, out: Path, *options: object, exit_code: int = 0) -> str:
    asked = (
        "--lang",
        "ro",
        "import",
        "school",
        file,
        out,
        "--school",
        "S1",
        "--year",
        "2025-2026",
        "--day",
        "2025-12-01",
        *options,
    )
    return program.run(*asked, exit_code=exit_code).output


@pytest.fixture
def said(tmp_path: Path) -> dict[str, str]:
    program, out = CommandLine(tmp_path / "var"), tmp_path / "date.sqlite"
    first, second = Book(FIRST).write(tmp_path), Book(later(), name="mai_tarziu.xlsx").write(tmp_path)
    texts = {"dry run of the first": _run(program, first, out, "--dry-run"), "first": _run(program, first, out)}
    texts |= {"dry run of a later one": _run(program, second, out, "--dry-run"), "later": _run(program, second, out)}
    texts["the same again"] = _run(program, second, out)
    broken = Book(BROKEN, name="gresit.xlsx").write(tmp_path)
    texts["problems"] = _run(program, broken, out, "--dry-run", exit_code=3)
    return texts


def test_no_romanian_sentence_has_a_code_an_english_value_or_a_date_of_a_computer(said: dict[str, str]):
    for name, text in said.items():
        assert _codes(text) == [], name
    shown = said["dry run of a later one"]
    for table in ("înscrieri", "absențe", "note", "situația familiei", "abateri", "final de an"):
        (line,) = (line for line in shown.splitlines() if line.startswith(f"{table}: ") and "dispărut" in line)
        assert not line.endswith(": 0 rânduri noi, 0 schimbate, 0 dispărute")
    for words in (
        "părinți plecați amândoi → unul", "în grija cui rude → plasament", "CES nu → da", "abandon școlar",
        "studiile mamei gimnaziale → universitare", "data 15.10.2025", "felul purtare",
    ):  # fmt: skip
        assert words in shown
    assert "din 1 decembrie 2025" in said["the same again"]
    assert said["problems"].count("așteptam") >= 13


def test_every_kind_of_word_that_is_none_would_be_seen():
    for line in (
        "special_needs da",
        "data 2025-10-14",
        "părinți plecați none",
        "felul average",
        "CES True",
        "attendance: 3",
    ):
        assert _codes(line) == [line]
    assert _codes("Am scris /tmp/special_needs/date.sqlite și mai_tarziu.xlsx, anul 2025-2026") == []
