"""What a sheet says without its day has the day that an earlier sheet gave it, whatever the table."""

from pathlib import Path

import pytest

from tests.support.command_line import CommandLine
from tests.support.stores import written


class Office:
    """A school that brings in one sheet after the other, each as of a day."""

    def __init__(self, folder: Path, database: str) -> None:
        self.folder, self.database = folder, database
        self.program = CommandLine(folder / "var")

    def brings(self, on: str, *lines: str) -> None:
        file = self.folder / f"{on}.csv"
        file.write_text("\n".join(lines) + "\n", encoding="utf-8")
        asked = ("import", "school", file, self.database, "--school", "S1", "--year", "2025-2026", "--day", on)
        self.program.run(*asked)

    def has(self, table: str, *columns: str) -> list[str]:
        there = written(self.database, table, *columns)
        return [row.replace(" -", "") for row in there]


@pytest.fixture
def office(tmp_path: Path, database: str) -> Office:
    return Office(tmp_path, database)


def test_a_list_of_absences_enrols_nobody_a_second_time_who_came_during_the_year(office: Office) -> None:
    who = "Nr. matricol,Nume și prenume,Clasa"
    office.brings(
        "2025-10-16", f"{who},Data nașterii,Data înscrierii", "1,Nucă Ana,VI A,02.03.2013,15.10.2025",
        "2,Prun Ion,VI A,05.06.2013,",
    )  # fmt: skip
    listed = ["2025-09-08 VI A 2013", "2025-10-15 VI A 2013"]
    assert office.has("enrolments", "enrolled_on", "class_label", "birth_year") == listed
    office.brings("2025-10-30", f"{who},Data,Ore", "1,Nucă Ana,VI A,20.10.2025,2", "2,Prun Ion,VI A,20.10.2025,1")
    assert office.has("enrolments", "enrolled_on", "class_label", "birth_year") == listed
    office.brings("2025-11-10", who, "1,Nucă Ana,VI A", "2,Prun Ion,VI A")
    assert office.has("enrolments", "enrolled_on", "class_label", "birth_year") == listed


def test_a_child_that_changed_its_class_stays_in_the_second_by_a_list_without_days(office: Office) -> None:
    who = "Nr. matricol,Nume și prenume,Clasa"
    office.brings("2025-10-16", f"{who},Data înscrierii,Data plecării", "1,Nucă Ana,VI A,15.09.2025,12.10.2025",
                  "1,Nucă Ana,VI B,13.10.2025,")  # fmt: skip
    listed = ["2025-09-15 VI A 2025-10-12", "2025-10-13 VI B"]
    assert office.has("enrolments", "enrolled_on", "class_label", "left_on") == listed
    office.brings("2025-10-30", f"{who},Data,Ore", "1,Nucă Ana,VI B,20.10.2025,2")
    assert office.has("enrolments", "enrolled_on", "class_label", "left_on") == listed


@pytest.mark.parametrize(
    ("later", "stands"),
    [("ambii", ["2025-11-01 both"]), ("niciunul", ["2025-11-01 both 2025-11-25", "2025-11-01 none"])],
    ids=["the same", "otherwise"],
)
def test_a_family_told_again_without_a_day_is_as_the_latest_list_says(
    office: Office, later: str, stands: list[str]
) -> None:
    who = "Nr. matricol,Nume și prenume,Clasa,Părinți plecați"
    office.brings("2025-11-16", f"{who},Valabil din", "1,Nucă Ana,VI A,ambii,01.11.2025")
    office.brings("2025-11-25", who, f"1,Nucă Ana,VI A,{later}")
    assert office.has("family", "valid_from", "parents_abroad", "retracted_on") == stands


def test_how_a_year_ended_is_said_once_however_often_a_sheet_without_its_day_says_so(office: Office) -> None:
    who = "Nr. matricol,Nume și prenume,Clasa,Situația"
    office.brings("2026-03-16", f"{who},Data situației", "1,Nucă Ana,VI A,transferat,10.02.2026")
    for day in ("2026-03-25", "2026-04-02"):
        office.brings(day, who, "1,Nucă Ana,VI A,transferat", "2,Prun Ion,VI A,abandon")
    assert office.has("outcomes", "date", "outcome") == ["2026-02-10 transferred", "2026-03-25 dropped_out"]


def test_an_older_sheet_does_not_take_a_day_that_came_after_it(office: Office) -> None:
    who = "Nr. matricol,Nume și prenume,Clasa,Părinți plecați"
    office.brings("2025-11-16", f"{who},Valabil din", "1,Nucă Ana,VI A,ambii,01.11.2025")
    office.brings("2025-10-20", who, "1,Nucă Ana,VI A,unul")
    assert office.has("family", "valid_from", "parents_abroad") == ["2025-09-08 one", "2025-11-01 both"]
