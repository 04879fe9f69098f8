"""Two kinds of invented counties: one risk a year, or a hazard that moves by month; both are ordinary records."""

from pathlib import Path

import pandas as pd
import pytest

from tests.support.command_line import CommandLine

COUNTY = ("--pupils", 300, "--years", 2, "--seed", 7, "--format", "parquet")


def test_without_a_kind_the_risk_is_of_the_year(no_models: CommandLine, tmp_path: Path) -> None:
    no_models.run("synth", tmp_path / "plain", *COUNTY)
    no_models.run("synth", tmp_path / "yearly", *COUNTY, "--kind", "yearly")
    plain, yearly = (pd.read_parquet(tmp_path / name / "truth" / "VL.parquet") for name in ("plain", "yearly"))
    pd.testing.assert_frame_equal(plain, yearly)
    assert "true_risk" in plain


@pytest.mark.parametrize("language", ["en", "ro"])
def test_the_harder_county_is_checked_without_a_problem(no_models: CommandLine, tmp_path: Path, language: str) -> None:
    no_models.run("synth", tmp_path / "harder", *COUNTY, "--kind", "hazard")
    truth = pd.read_parquet(tmp_path / "harder" / "truth" / "VL.parquet")
    assert set(truth["month"].dt.month) == {9, 10, 11, 12, 1, 2, 3, 4, 5, 6, 7}
    said = no_models.run("--lang", language, "check", tmp_path / "harder").stdout
    assert {"en": "No problems.", "ro": "Nicio problemă."}[language] in said
