"""Each school's list in a file of its own: the one it gets alone, under a name that every system takes."""

from pathlib import Path

import openpyxl
import pytest

from serving.batch.checkpoints import CountryFiles
from serving.paper.school_files import PAPER_FORMATS, PaperFormat
from tests.support.serving.small_country import ranked, run_of, write_country


@pytest.fixture
def country(tmp_path: Path) -> Path:
    return write_country(tmp_path / "country")


def files_of(country: Path, out: Path, paper: PaperFormat) -> dict[str, Path]:
    ranked(country, run_of(out, files=CountryFiles(out, "csv", paper=paper), language="ro"))
    return {path.relative_to(out / "for_schools").as_posix(): path for path in (out / "for_schools").rglob("*.*")}


@pytest.mark.parametrize("paper", PAPER_FORMATS)
def test_every_school_has_a_file(country: Path, tmp_path: Path, paper: PaperFormat) -> None:
    found = files_of(country, tmp_path / "out", paper)
    schools = ("AB/A1", "CJ/C1", "CJ/C2", "MM/M1")
    assert sorted(found) == [f"{school}.{paper}" for school in schools]


def test_only_the_listed_children_are_in_it(country: Path, tmp_path: Path) -> None:
    found = files_of(country, tmp_path / "out", "xlsx")
    path = next(path for name, path in found.items() if name.endswith("A1.xlsx"))
    rows = [row for row in openpyxl.load_workbook(path).worksheets[0].values if isinstance(row[0], int)]
    assert [row[0] for row in rows] == [1, 2]
    assert all(str(row[1]).startswith("A1A") for row in rows)


def test_a_file_that_was_deleted_is_written_again(country: Path, tmp_path: Path) -> None:
    found = files_of(country, tmp_path / "out", "csv")
    before = {name: path.read_bytes() for name, path in found.items()}
    gone = next(iter(found.values()))
    gone.unlink()
    again = files_of(country, tmp_path / "out", "csv")
    assert {name: path.read_bytes() for name, path in again.items()} == before


def test_another_language_is_another_request(country: Path, tmp_path: Path) -> None:
    files = CountryFiles(tmp_path / "out", "csv", paper="csv")
    asked = [run_of(tmp_path / "out", files=files, language=language).request() for language in ("en", "ro")]
    assert asked[0] != asked[1]
