"""Names stand beside pseudonyms in everything for people where they are asked for, and never in JSON."""

import csv
import io
import json
from pathlib import Path

import openpyxl
import pytest

from features.i18n.text import Language
from serving.paper.export import write_list, write_pupil
from tests.support.explained import explained_pupil
from tests.support.ranked_lists import list_of, pupil_of

NAMES = {"E00001": "Nucă Ana", "E00002": "=HYPERLINK(1)"}


def written(folder: Path, file_format: str, language: Language = "ro", names: dict[str, str] | None = None) -> bytes:
    out = folder / f"list.{file_format}"
    write_list(list_of(3), file_format, out, language=language, names=names or {})
    return out.read_bytes()


@pytest.mark.parametrize("file_format", ["table", "csv", "html", "xlsx"])
def test_without_names_nothing_changes_and_with_them_each_child_has_its_own(tmp_path: Path, file_format: str):
    plain, named = (written(tmp_path, file_format, names=names) for names in (None, NAMES))
    if file_format == "xlsx":
        sheet = openpyxl.load_workbook(io.BytesIO(named)).worksheets[0]
        rows = [[str(cell.value) for cell in row] for row in sheet.iter_rows()]
        start = next(place for place, row in enumerate(rows) if row[:3] == ["Loc", "Nume", "Elev"])
        assert [row[1:3] for row in rows[start + 1 : start + 4]] == [
            ["Nucă Ana", "E00001"], ["'=HYPERLINK(1)", "E00002"], ["None", "E00003"],
        ]  # fmt: skip
    else:
        assert "Nucă Ana" in named.decode()
        assert "Nucă Ana" not in plain.decode()
        assert "Nume" not in plain.decode()


def test_csv_has_names_last_guarded_and_json_has_none(tmp_path: Path):
    rows = list(csv.reader(io.StringIO(written(tmp_path, "csv", "en", NAMES).decode())))
    assert [row[-1] for row in rows] == ["name", "Nucă Ana", "'=HYPERLINK(1)", ""]
    assert "Nucă" not in json.dumps(json.loads(written(tmp_path, "json", names=NAMES)), ensure_ascii=False)


@pytest.mark.parametrize("file_format", ["table", "html", "xlsx"])
def test_a_childs_page_says_its_name(tmp_path: Path, file_format: str):
    out = tmp_path / f"child.{file_format}"
    write_pupil(explained_pupil(pupil_of(1)), file_format, out, language="ro", name="Nucă Ana")
    if file_format == "xlsx":
        sheet = openpyxl.load_workbook(out).worksheets[0]
        text = " ".join(str(cell.value) for row in sheet.iter_rows() for cell in row)
    else:
        text = out.read_text(encoding="utf-8")
    assert "Nucă Ana (E00001)" in " ".join(text.split())
