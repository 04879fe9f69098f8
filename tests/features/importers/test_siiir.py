"""The national school network: units, codes that Excel spoilt, and what is wrong with them."""

from pathlib import Path

import openpyxl
import pytest

from features.errors import UsageError
from features.importers import read_source
from features.records.imported_records import ImportedRecords
from features.schema.problems import RecordsError
from tests.support.records.keyed import import_options

HEADINGS = [
    "An",
    "Judet PJ",
    "Cod SIIIR PJ",
    "Cod SIIIR unitate",
    "Denumire lunga unitate",
    "Mediu loc. unitate",
    "Fax",
]
LEGAL_UNIT = ["2025-2026", "AB", "0161000001", "0161000001", "ȘCOALA INVENTATĂ", "URBAN"]
STRUCTURE = ["2025-2026", "AB", 161000001, 162000002.0, "GRĂDINIȚA  INVENTATĂ ", "RURAL"]  # Excel ate the zeros


def write(folder: Path, *rows: list[object], above: int = 3, headings: list[str] = HEADINGS) -> Path:
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    sheet.append(["***Export complet rețea școlară"])
    for _ in range(above - 1):
        sheet.append([""])
    sheet.append(headings)
    for row in rows:
        sheet.append(row)
    workbook.save(folder / "retea.xlsx")
    return folder / "retea.xlsx"


def imported(source: Path) -> ImportedRecords:
    return read_source("siiir", source, import_options())


def problems(source: Path, language: str = "en") -> list[str]:
    with pytest.raises(RecordsError) as caught:
        imported(source)
    return caught.value.sentences("ro" if language == "ro" else "en")


def test_units_are_schools_and_a_structure_names_its_legal_unit(tmp_path: Path):
    read = imported(write(tmp_path, LEGAL_UNIT, ["", "", "", "", "", ""], STRUCTURE))
    assert read.tables["schools"].fillna("").to_numpy().tolist() == [
        ["0161000001", "ȘCOALA INVENTATĂ", "AB", "urban", ""],
        ["0162000002", "GRĂDINIȚA INVENTATĂ", "AB", "rural", "0161000001"],
    ]
    assert set(read.tables) == {"schools"}
    assert read.people is None
    assert read.notes[0].ro == "2025-2026: 2 unități, dintre care 1 cu personalitate juridică și 1 arondate"


@pytest.mark.parametrize("above", [1, 7])
def test_the_headings_are_searched_below_the_title(above: int, tmp_path: Path):
    assert len(imported(write(tmp_path, LEGAL_UNIT, above=above)).tables["schools"]) == 1


def test_all_wrong_cells_are_told_at_once_with_their_rows(tmp_path: Path):
    bad = ["2025-2026", "AB", "0161000001", "99610000010", "X", "URBAN"]
    other_county = ["2025-2026", "ZZ", "0161000001", "9961000001", "X", "ORAȘ"]
    said = problems(write(tmp_path, LEGAL_UNIT, LEGAL_UNIT, bad, other_county), "ro")
    no_code = "așteptam un cod SIIIR: 10 cifre, dintre care primele două sunt ale județului; corectați celula."
    assert said == [
        "retea.xlsx, rândul 6, coloana Cod SIIIR unitate: am găsit „0161000001”; așteptam un singur rând pentru "
        "fiecare Cod SIIIR unitate; ștergeți rândurile repetate sau corectați-le.",
        f"retea.xlsx, rândul 7, coloana Cod SIIIR unitate: am găsit „99610000010”; {no_code}",
        f"retea.xlsx, rândul 8, coloana Cod SIIIR unitate: am găsit „9961000001”; {no_code}",
        "retea.xlsx, rândul 8, coloana Mediu loc. unitate: am găsit „ORAȘ”; așteptam una dintre valorile RURAL, "
        "URBAN; corectați celula.",
    ]


def test_other_headings_are_one_sentence(tmp_path: Path):
    said = problems(write(tmp_path, LEGAL_UNIT, headings=[*HEADINGS[:3], "Cod unitate", *HEADINGS[4:]]))
    assert said == [
        "retea.xlsx, row 4: found nothing; expected a row of headings that begins with An and has Cod SIIIR unitate; "
        "export the network again, with all columns."
    ]
    assert "has An, Judet PJ" in problems(write(tmp_path, headings=["x"]))[0]


def test_what_is_no_workbook_is_refused(tmp_path: Path):
    (tmp_path / "retea.xlsx").write_text("An;Judet")
    assert problems(tmp_path / "retea.xlsx")[0].startswith("retea.xlsx, row 1: found nothing; expected a row of head")
    (tmp_path / "cut.xlsx").write_bytes(b"PK\x03\x04 cut")
    assert "the file is damaged" in problems(tmp_path / "cut.xlsx")[0]
    with pytest.raises(UsageError, match="is not there"):
        imported(tmp_path / "none.xlsx")
    with pytest.raises(UsageError, match="no file"):
        imported(tmp_path)


@pytest.mark.slow
@pytest.mark.parametrize(("year", "units", "legal_units"), [("2024_2025", 18_200, 7_546), ("2025_2026", 18_022, 7_067)])
def test_the_national_list_is_whole(year: str, units: int, legal_units: int, shared_data: Path):
    schools = imported(shared_data / "romania" / f"{year}_retea_scolara.xlsx").tables["schools"]
    assert len(schools) == schools["school_id"].nunique() == units
    assert schools["parent_school_id"].isna().sum() == legal_units
    assert schools["parent_school_id"].dropna().isin(schools["school_id"]).all()
    assert schools["county"].nunique() == 42
    assert set(schools["school_id"].str.len()) == {10}
