"""Files under the name of a workbook that are something else: what they are is said; and columns of identity numbers."""

import io
import zipfile
from pathlib import Path

import pytest

from features.importers.spreadsheets.questions import OpenQuestions
from features.schema.problems import RecordsError
from tests.support.sheets.books import Book, Rows, imported, short_rows


def _archive(*names: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in names:
            archive.writestr(name, "<x/>")
    return out.getvalue()


_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)


@pytest.mark.parametrize(("name", "data", "code"), [
    ("~$catalog.xlsx", b"\x05Maria" + b" " * 100, "sheet_lock_file"),
    (".~lock.catalog.ods#", b",maria,pc,28.11.2025;", "sheet_lock_file"),
    ("catalog.xlsx", b"%PDF-1.7 ...", "sheet_pdf"),
    ("catalog.xlsx", _archive("[Content_Types].xml", "word/document.xml"), "sheet_word"),
    ("catalog.xlsx", _OLE + "WordDocument".encode("utf-16-le"), "sheet_word"),
    ("catalog.xlsx", b"{\\rtf1 x}", "sheet_word"),
    ("catalog.xlsx", _archive("ppt/presentation.xml"), "sheet_slides"),
    ("catalog.xlsx", _OLE + "PowerPoint Document".encode("utf-16-le"), "sheet_slides"),
    ("catalog.xlsx", b"\x89PNG\r\n\x1a\n0000", "sheet_picture"),
    ("catalog.xlsx", b"\xff\xd8\xff\xe0 JFIF", "sheet_picture"),
    ("catalog.xlsx", b"BM\x00\x00\x00\x00", "sheet_picture"),
    ("catalog.xlsx", _archive("catalog.xlsx", "lista.xlsx"), "sheet_archive"),
    ("catalog.xlsx", b"Rar!\x1a\x07", "sheet_archive"),
])  # fmt: skip
def test_what_a_file_is_that_is_no_sheet(name: str, data: bytes, code: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(data)
    with pytest.raises(RecordsError) as caught:
        imported(tmp_path / name)
    assert [problem.code for problem in caught.value.problems] == [code]


def test_a_text_that_begins_with_two_letters_of_a_picture_is_one(tmp_path: Path) -> None:
    (tmp_path / "BM.csv").write_text("BM;clasa V A\nElev;Sex\nAlfa Ana;F\n", encoding="utf-8")
    assert short_rows(imported(tmp_path / "BM.csv"), "enrolments") == ["alfa-ana V A 5 F"]


@pytest.mark.parametrize(
    "heading", ["CNP", "C.N.P. elev", "CNP-ul elevului", "Cod numeric personal (CNP)", "cnp copil"]
)
@pytest.mark.parametrize("number", ["5130514080" + "017", 6130514080017, "5130514 080017", "n-are"])
def test_nothing_of_a_column_of_identity_numbers_is_kept(heading: str, number: object, tmp_path: Path) -> None:
    rows: Rows = [["Nr.", "Elev", heading, "Sex"], [1, "Alfa Ana", number, "F"], [2, "Beta Dan", None, "M"]]
    result = imported(Book({"Elevi": rows}).write(tmp_path))
    assert any(note.ro.startswith(f"registru.xlsx: coloana „{heading}”: 1 valoare") for note in result.records.notes)
    kept = repr([result.records.tables, result.records.people, result.mapping, result.pupils, result.records.notes])
    assert str(number) not in kept


def test_no_long_number_stands_in_a_question(tmp_path: Path) -> None:
    rows: Rows = [["Nr.", "Elev", "Zburdat"], [1, "Alfa Ana", "5130514080" + "018"], [2, "Beta Dan", 6130514080018]]
    with pytest.raises(OpenQuestions) as caught:
        imported(Book({"Elevi": rows}).write(tmp_path))
    assert "080018" not in caught.value.message.ro
