"""What several tests share: where the real data is, and a small record folder."""

import os
from dataclasses import replace
from pathlib import Path

import pytest

from features.progress import silent
from features.synthetic import write_nation
from prezent.settings import quieten_libraries
from tests.support.command_line import CommandLine, Trained, outcome_options, strict_json

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder with the real data sets; a missing one is said aloud, and is a failure in CI."""
    path = Path(os.environ.get("PREZENT_DATA", ROOT.parent / "shared" / "data"))
    if not path.is_dir():
        message = f"no real data at {path}; set PREZENT_DATA to the folder with uci_student_performance/ and oulad/"
        if os.environ.get("CI"):
            pytest.fail(message)
        pytest.skip(message)
    return path


# Before anything imports LightGBM: other processes share the cores, and threads that wait must not keep one busy.
quieten_libraries()
os.environ.setdefault("OMP_NUM_THREADS", "1")

TRAINED_AT = ("2023-11-15", "2024-02-15", "2024-05-15", "2025-05-15")


@pytest.fixture(scope="session")
def county_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The record folder of an invented county at high risk: 1,000 pupils, three school years, until July 2026."""
    folder = tmp_path_factory.mktemp("records") / "county"
    write_nation(folder, pupils=1000, years=3, seed=7, county="OT", tell=silent)
    return folder


@pytest.fixture(scope="session")
def no_models(tmp_path_factory: pytest.TempPathFactory) -> CommandLine:
    """The program on its first day: MLflow's database is made, and nothing is in it."""
    program = CommandLine(tmp_path_factory.mktemp("no_models"))
    assert "No model is registered yet" in program.run("models").stdout
    return program


@pytest.fixture(scope="session")
def trained(county_folder: Path, no_models: CommandLine, tmp_path_factory: pytest.TempPathFactory) -> Trained:
    """One model of the county, trained by the command line and registered as challenger."""
    program = no_models.copy(tmp_path_factory.mktemp("trained"))
    report = program.var / "report.json"
    dates = [part for date in TRAINED_AT for part in ("--as-of", date)]
    said = program.run("train", county_folder, *outcome_options(), *dates, "--horizon", 365, "--report", report)
    return Trained(program, county_folder, said.stdout, strict_json(report.read_text()))


@pytest.fixture(scope="session")
def champion(trained: Trained, tmp_path_factory: pytest.TempPathFactory) -> Trained:
    """The same model, promoted; what is done to it here does not touch ``trained``."""
    program = trained.program.copy(tmp_path_factory.mktemp("champion"))
    signed = ("--by", "Ana Pop", "--reason", "better than the rules")
    program.run("promote", "challenger", *signed)
    return replace(trained, program=program)
