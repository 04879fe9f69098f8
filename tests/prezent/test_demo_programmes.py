"""Are the schools of each programme's demo those of the programme, with the classes before a change of school?"""

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest

from features.records.records import load_records
from prezent.commands.demo import command
from serving.web.invented import examples as kept

TODAY = dt.date(2026, 2, 20)


@pytest.mark.parametrize(("code", "schools", "counties"), [("noroc", 20, 5), ("iasi", 80, 1), ("inocenti", 8, 4)])
def test_the_schools_and_counties_are_those_of_the_programme(
    code: str, schools: int, counties: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With fewer children in each school, of one year, so that it takes a moment."""
    told = kept.examples()
    small = {code: replace(told[code], pupils=20 * schools)}
    monkeypatch.setattr(kept, "examples", lambda: small)
    monkeypatch.setattr(command, "YEARS", 1)
    command._invent(code, tmp_path / "records", today=TODAY)
    read = load_records(tmp_path / "records", today=TODAY)
    goes_on = set(read["enrolments"]["school_id"])  # others have closed and go on in another school
    standing = read["schools"][read["schools"]["school_id"].isin(goes_on)]
    assert (len(standing), standing["county"].nunique()) == (schools, counties)
    assert {4, 8} <= set(read["enrolments"]["grade_level"].dropna().astype(int))
    assert read["attendance"]["date"].max().date() < TODAY
    if told[code].locality == "rural":
        assert (read["schools"]["locality"] == "rural").all()
