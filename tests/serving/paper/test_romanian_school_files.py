"""The files that a county office hands to its schools in Romanian: for the spreadsheet, for paper, for the screen."""

import csv
import html
import io
import re
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest

from models.risk.model import INVENTED_CHILDREN
from serving.batch.checkpoints import CountryFiles
from serving.output.text import word
from serving.paper.school_files import PAPER_FORMATS, PaperFormat
from tests.support.serving.small_country import SCORER, ranked, run_of, write_country

SCHOOLS = ("AB/A1", "CJ/C1", "CJ/C2", "MM/M1")
LISTED = {"AB/A1": 2, "CJ/C1": 2, "CJ/C2": 1, "MM/M1": 1}  # a fifth of the 12, 10, 5 and 6 who are scored
MODEL = SCORER.model
OF_INVENTED = replace(SCORER, model=replace(MODEL, trained_on=replace(MODEL.trained_on, invented=True)))
ENGLISH = re.compile(r"\b(the|hours?|school|class|mark|last|raises|lowers|usually|children|weighs)\b", re.IGNORECASE)


def files_of(out: Path, paper: PaperFormat, *, invented: bool = False) -> dict[str, bytes]:
    """Return what the file of each school holds, of lists made in Romanian."""
    country = write_country(out / "country")
    files = CountryFiles(out / "lists", "csv", paper=paper)
    ranked(country, run_of(out / "lists", files=files, language="ro", scorer=OF_INVENTED if invented else SCORER))
    beside = out / "lists" / "for_schools"
    return {f"{path.parent.name}/{path.stem}": path.read_bytes() for path in beside.rglob(f"*.{paper}")}


def text_of(content: bytes, paper: PaperFormat) -> str:
    """Return all that a person reads in a file."""
    if paper == "xlsx":
        sheet = openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]
        return "\n".join(str(cell) for row in sheet.values for cell in row if cell is not None)
    text = content.decode("utf-8-sig")
    return html.unescape(re.sub(r"<style>.*?</style>|<[^>]+>", " ", text, flags=re.DOTALL)) if paper == "html" else text


def test_a_csv_opens_in_a_romanian_spreadsheet(tmp_path: Path) -> None:
    found = files_of(tmp_path, "csv")
    assert sorted(found) == sorted(SCHOOLS)
    for school, content in found.items():
        assert content.startswith(b"\xef\xbb\xbf")
        assert not content.decode("utf-8-sig").startswith("\ufeff")  # one mark, not two
        head, *rows = csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";")
        assert head[:5] == ["Loc", "Elev", "Școala", "Clasa", "Scor"]
        assert len(rows) == LISTED[school]
        for row in rows:
            assert len(row) == len(head)
            assert re.fullmatch(r"0,\d+(e-\d+)?", row[4])
            assert 0 < float(row[4].replace(",", ".")) < 1
            assert row[-1].startswith("Până la ")


def test_numbers_in_the_words_of_a_csv_have_a_decimal_comma(tmp_path: Path) -> None:
    words = "".join(text_of(content, "csv") for content in files_of(tmp_path, "csv").values())
    assert re.search(r"\d,\d", words)
    assert not re.search(r"\d\.\d", words)


@pytest.mark.parametrize("paper", PAPER_FORMATS)
def test_every_word_is_romanian(tmp_path: Path, paper: PaperFormat) -> None:
    for school, content in files_of(tmp_path, paper).items():
        text = text_of(content, paper)
        assert not ENGLISH.search(text), (school, ENGLISH.search(text))
        assert not set("şţŞŢ") & set(text)
        assert "riscul" in text


@pytest.mark.parametrize("paper", ["xlsx", "html"])
def test_paper_names_the_school_the_day_and_who_decides(tmp_path: Path, paper: PaperFormat) -> None:
    for school, content in files_of(tmp_path, paper).items():
        text = text_of(content, paper)
        assert school.partition("/")[2] in text
        assert "3 februarie 2025" in text
        assert "ce se face hotărăște un om" in text
        for heading in ("reasons", "next_step", "owner", "date"):
            assert word(heading, "ro") in text, (school, heading)


@pytest.mark.parametrize("paper", PAPER_FORMATS)
def test_invented_children_are_said_on_every_schools_file_and_only_there(tmp_path: Path, paper: PaperFormat) -> None:
    invented = files_of(tmp_path / "invented", paper, invented=True)
    real = files_of(tmp_path / "real", paper)
    assert sorted(invented) == sorted(real) == sorted(SCHOOLS)
    for school in SCHOOLS:
        assert INVENTED_CHILDREN.ro in text_of(invented[school], paper)
        assert INVENTED_CHILDREN.ro not in text_of(real[school], paper)
        assert INVENTED_CHILDREN.en not in text_of(invented[school], paper)
