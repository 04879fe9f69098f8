import datetime as dt
import json
from pathlib import Path

import matplotlib.pyplot as plt
import pandas as pd
import pytest
from command_line import CommandLine, Trained

from features.errors import OutsideServiceError
from features.fingerprint import data_fingerprint
from features.records import load_records
from models.baselines import MODEL_NAMES
from training.tracking import tracked_run

TODAY = dt.date(2030, 1, 1)


@pytest.fixture(scope="module")
def run(trained: Trained):
    """The run that the training recorded."""
    import mlflow

    return mlflow.MlflowClient(trained.program.tracking_uri).get_run(trained.report["mlflow_run_id"])


@pytest.fixture
def artifacts(trained: Trained) -> Path:
    return trained.program.var / "mlflow" / trained.report["mlflow_run_id"] / "artifacts"


def test_a_run_ends_well(run):
    assert run.info.status == "FINISHED"


def test_a_run_has_the_parameters_of_the_training(run, trained: Trained):
    parameters = run.data.params
    assert parameters["as_of"] == str(trained.report["as_of"])
    assert parameters["outcomes"] == str(trained.report["outcomes"])
    expected = {
        "horizon_days": "365", "split": "time", "left_out": "[]", "capacity": "0.05", "folds": "5", "seed": "7",
        "bootstrap_samples": "200", "trees": "200", "leaves": "8", "learning_rate": "0.03", "threads": "1",
    }  # fmt: skip
    assert expected.items() <= parameters.items()
    assert float(parameters["calibration_slope"]) > 0
    assert int(parameters["positives"]) < int(parameters["rows"])
    assert parameters["tables"] == "attendance, enrolments, family, grades, outcomes, schools, terms"


def test_a_run_has_every_figure_of_the_report_that_could_be_computed(run, trained: Trained):
    expected = {
        f"{model['name']}.{figure}": value
        for model in trained.report["models"]
        for figure, value in model.items()
        if figure != "name" and value is not None
    }
    assert run.data.metrics == expected
    assert {name.split(".")[0] for name in expected} == set(MODEL_NAMES)


def test_a_run_knows_which_data_it_saw_and_which_version_it_made(run, trained: Trained):
    records = load_records(trained.records, today=TODAY)
    assert run.data.tags["data_fingerprint"] == data_fingerprint(records, dt.date.max)
    assert run.data.tags["model_version"] == "1"


def test_a_run_keeps_the_report(artifacts: Path, trained: Trained):
    assert json.loads((artifacts / "report.json").read_text()) == trained.report


def test_a_run_keeps_the_curves(artifacts: Path):
    curves = pd.read_csv(artifacts / "curves" / "list_length.csv")
    assert list(curves.columns) == ["model", "percent", "children", "precision", "recall"]
    assert curves.groupby("model").size().to_dict() == dict.fromkeys(MODEL_NAMES, 50)


@pytest.mark.parametrize("name", ["list_length.png", "reliability.png", "shap_summary.png"])
def test_a_run_keeps_its_pictures(artifacts: Path, name: str):
    assert sorted(path.name for path in (artifacts / "plots").iterdir()) == [
        "list_length.png", "reliability.png", "shap_summary.png",
    ]  # fmt: skip
    picture = plt.imread(artifacts / "plots" / name)
    assert min(picture.shape[:2]) > 200
    assert picture.std() > 0.05, "the picture is empty"


def test_the_files_of_a_local_mlflow_lie_in_its_own_folder(trained: Trained):
    assert sorted(path.name for path in trained.program.var.iterdir()) == ["mlflow", "mlflow.db", "report.json"]


# Opening a run


def test_runs_share_one_experiment(no_models: CommandLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    import mlflow

    program = no_models.copy(tmp_path)
    monkeypatch.setenv("MLFLOW_TRACKING_URI", program.tracking_uri)
    runs = []
    for _ in range(2):
        with tracked_run(program.tracking_uri, tmp_path / "files") as run_id:
            runs.append(mlflow.get_run(run_id).info)
    assert runs[0].run_id != runs[1].run_id
    assert runs[0].experiment_id == runs[1].experiment_id
    assert runs[0].artifact_uri.startswith((tmp_path / "files").as_uri())


def test_an_mlflow_that_fails_during_a_run_is_one_sentence(
    no_models: CommandLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    import mlflow

    program = no_models.copy(tmp_path)
    monkeypatch.setenv("MLFLOW_TRACKING_URI", program.tracking_uri)
    with pytest.raises(OutsideServiceError) as caught, tracked_run(program.tracking_uri, tmp_path / "files"):
        mlflow.get_run("no-such-run")
    assert str(caught.value).startswith(f"MLflow at {program.tracking_uri} did not answer as expected")
    assert "\n" not in str(caught.value)


def test_an_error_of_our_own_is_not_blamed_on_mlflow(
    no_models: CommandLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    program = no_models.copy(tmp_path)
    monkeypatch.setenv("MLFLOW_TRACKING_URI", program.tracking_uri)
    with pytest.raises(ZeroDivisionError), tracked_run(program.tracking_uri, tmp_path / "files"):
        1 / 0  # noqa: B018


def test_a_training_says_that_a_server_does_not_answer_before_it_computes(
    trained: Trained, no_models: CommandLine, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("MLFLOW_HTTP_REQUEST_MAX_RETRIES", "0")
    asked = ["train", trained.records, "--outcome", "dropped_out", "--as-of", "2025-05-15", "--horizon", 365]
    said = no_models.run(*asked, exit_code=5, tracking_uri="http://127.0.0.1:9").stderr
    assert "MLflow at http://127.0.0.1:9 did not answer as expected" in said
    assert "features at" not in said
