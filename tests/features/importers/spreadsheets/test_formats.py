"""The same invented register in every format, and files that are none."""

import io
import struct
import zipfile
from pathlib import Path

import openpyxl
import pytest

from features.importers.spreadsheets.files.grid import Workbook
from features.importers.spreadsheets.files.workbooks import read_workbook
from features.schema.problems import RecordsError
from tests.support.sheets import mangling
from tests.support.sheets.books import Book, imported, short_rows
from tests.support.sheets.xlsb import xlsb

DATA = Path(__file__).parents[3] / "data" / "sheets"
ROWS = [
    ["Nr. crt.", "Numele și prenumele", "Data", "Ore"],
    [1, "Alfa Ștefan", "12.10", 2],
    [2, "Beta Ană", "13.10", 1],
]
TEXT = "\n".join(";".join(map(str, row)) for row in ROWS) + "\n"
EXPECTED = ["alfa-stefan 2025-10-12 2", "beta-ana 2025-10-13 1"]


@pytest.mark.parametrize("name", ["registru.xls", "registru.ods"])
def test_old_and_open_workbooks_are_read_whole_hidden_sheets_and_rows_too(name: str):
    """Made once with LibreOffice: a merged title, a hidden sheet of pupils, a hidden row, totals."""
    result = imported(DATA / name)
    assert short_rows(result, "attendance") == [
        "alfa-ana2013 2025-10-01 1", "alfa-ana2013 2025-10-02 1 yes", "alfa-ana2013 2025-10-07 2 no",
        "beta-stefan2012 2025-10-02 1",
    ]  # fmt: skip
    assert short_rows(result, "grades") == [
        "alfa-ana2013 2025-10-12 7 matematică", "alfa-ana2013 2025-11-03 9 matematică",
        "beta-stefan2012 2025-10-13 10 matematică", "beta-stefan2012 2025-10-14 FB istorie",
    ]  # fmt: skip
    assert f"{name}: hidden sheets, read too: Elevi" in [note.en for note in result.records.notes]


def test_hidden_rows_are_told(tmp_path: Path):
    path = Book({"Absențe": ROWS}, hidden_rows={"Absențe": [3]}).write(tmp_path)
    assert "registru.xlsx: 1 rând ascuns, citit și el" in [note.ro for note in imported(path).records.notes]


def test_a_binary_workbook_is_read(tmp_path: Path):
    path = tmp_path / "registru.xlsb"
    path.write_bytes(xlsb("Absențe", ROWS))
    assert short_rows(imported(path), "attendance") == EXPECTED


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1250"])
@pytest.mark.parametrize("separator", [";", ",", "\t"])
def test_text_is_read_in_every_usual_encoding(encoding: str, separator: str, tmp_path: Path):
    path = tmp_path / "absente.csv"
    text = TEXT.replace(";", separator)
    path.write_bytes(
        text.replace("ș", "ş").replace("Ș", "Ş").encode(encoding) if encoding == "cp1250" else text.encode(encoding)
    )
    assert short_rows(imported(path), "attendance") == EXPECTED


def test_a_line_that_names_the_separator_is_for_spreadsheets(tmp_path: Path):
    path = tmp_path / "absente.csv"
    path.write_text("sep=;\n" + TEXT, encoding="utf-8")
    assert short_rows(imported(path), "attendance") == EXPECTED


@pytest.mark.parametrize("ending", ["xls", "csv", "ods", "xlsm", "txt"])
def test_the_format_is_told_by_the_content_not_by_the_name(ending: str, tmp_path: Path):
    path = (
        Book({"Absențe": ROWS}, name=f"registru.{ending}.xlsx").write(tmp_path).rename(tmp_path / f"registru.{ending}")
    )
    assert short_rows(imported(path), "attendance") == EXPECTED


def zipped(**members: bytes | str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name.replace("__", "/").replace("_dot_", "."), content)
    return out.getvalue()


def workbook_with(sheet: str) -> bytes:
    """Return a right workbook with another text for its only sheet."""
    made = io.BytesIO()
    openpyxl.Workbook().save(made)
    out = io.BytesIO()
    with zipfile.ZipFile(made) as archive, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as copy:
        for name in archive.namelist():
            copy.writestr(name, sheet if name.startswith("xl/worksheets/sheet") else archive.read(name))
    return out.getvalue()


SHEET = (
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{}</sheetData></worksheet>'
)
FAR_CELL = SHEET.format('<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>')
FULL_OF_SPACES = SHEET.format(" " * 50_000_000)
LAUGHS = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>' + SHEET.format(
    '<row r="1"><c r="A1" t="str"><v>&b;</v></c></row>'
)
REPEATED = (
    '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0">'
    "<office:body><office:spreadsheet><table:table table:name='a'><table:table-row table:number-rows-repeated='1000000'>"
    "<table:table-cell office:value-type='string' table:number-columns-repeated='16000'><text:p>x</text:p></table:table-cell>"
    "</table:table-row></table:table></office:spreadsheet></office:body></office:document-content>"
)
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
UNFIT = {
    "empty file": (b"", "sheet_empty"),
    "blank text": (b" \n\n ", "sheet_empty"),
    "empty workbook": (workbook_with(SHEET.format("")), "sheet_empty"),
    "cut workbook": (workbook_with(SHEET.format(""))[:700], "sheet_damaged"),
    "cut XML": (workbook_with(SHEET.format('<row r="1"><c r="A1"><v>1')), "sheet_damaged"),
    "a document": (zipped(word__document_dot_xml="<w/>"), "sheet_word"),
    "a PDF": (b"%PDF-1.7 ...", "sheet_pdf"),
    "a picture": (b"\x89PNG\r\n\x1a\n....", "sheet_picture"),
    "a web page called .xls": (b"<html><table><tr><td>Elev</td></tr></table></html>", "sheet_markup"),
    "XML of 2003": (b'<?xml version="1.0"?><Workbook/>', "sheet_markup"),
    "bytes without meaning": (b"\x00\x01\x02\x03" * 40, "sheet_other"),
    "encrypted workbook": (OLE + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le") + b"\0" * 100, "sheet_locked"),
    "damaged old workbook": (OLE + b"\0" * 2000, "sheet_damaged"),
    "encrypted OpenDocument": (
        zipped(content_dot_xml="?", **{"META-INF__manifest_dot_xml": "<manifest:encryption-data/>"}), "sheet_locked",
    ),
    "a cell at the end of the sheet": (workbook_with(FAR_CELL), "sheet_far_cells"),
    "a sheet that unpacks to 50 MB of spaces": (workbook_with(FULL_OF_SPACES), "sheet_bomb"),
    "entities in entities": (workbook_with(LAUGHS), "sheet_damaged"),
    "a repeated OpenDocument cell": (zipped(content_dot_xml=REPEATED), "sheet_bomb"),
    "a binary workbook with a row far away": (xlsb("a", [["Elev", "Data"], [""] * 300], first_row=1_000_000), "sheet_bomb"),
}  # fmt: skip


@pytest.mark.parametrize("what", UNFIT)
def test_a_file_that_is_no_register_is_one_sentence(what: str, tmp_path: Path):
    content, code = UNFIT[what]
    path = tmp_path / "registru.xlsx"
    path.write_bytes(content)
    with pytest.raises(RecordsError) as caught:
        imported(path)
    assert [(problem.code, problem.file) for problem in caught.value.problems] == [(code, "registru.xlsx")]
    assert all(len(caught.value.sentences(language)) == 1 for language in ("en", "ro"))


def test_a_file_that_is_not_there_is_one_sentence(tmp_path: Path):
    workbook, problems = read_workbook(tmp_path / "altul.xlsx")
    assert workbook == Workbook("altul.xlsx")
    assert (
        problems[0].sentence("ro")
        == "altul.xlsx: nu am găsit nimic; așteptam un fișier cu acest nume; corectați numele."
    )


@pytest.mark.parametrize("seed", [10_559])
def test_a_damaged_old_workbook_that_would_end_the_reader_is_refused(seed: int, tmp_path: Path):
    """Found by ``benchmarks/sheet_fuzz.py``: the reader asks for memory without end, which no program survives."""
    name, content = mangling.mangled(seed, mangling.samples(tmp_path, DATA), tmp_path)
    (tmp_path / "registru.xls").write_bytes(content)
    assert name.endswith(".xls")
    assert mangling.outcome(tmp_path / "registru.xls") == "RecordsError"


def test_a_member_that_is_longer_than_the_directory_says_is_refused(tmp_path: Path):
    """The directory of the archive says 10 bytes of a sheet that unpacks to megabytes."""
    data = bytearray(workbook_with(SHEET.format(" " * 5_000_000)))
    place = data.find(b"PK\x01\x02", data.find(b"xl/worksheets/sheet1.xml", data.find(b"PK\x01\x02")) - 60)
    struct.pack_into("<I", data, place + 24, 10)
    path = tmp_path / "registru.xlsx"
    path.write_bytes(bytes(data))
    with pytest.raises(RecordsError) as caught:
        imported(path)
    assert [problem.code for problem in caught.value.problems] == ["sheet_damaged"]
