import datetime as dt
import json
import re
from dataclasses import replace
from pathlib import Path

import matplotlib.pyplot as plt
import pandas as pd
import pytest

from features.errors import OutsideServiceError
from features.records.fingerprint import data_fingerprint
from features.records.records import load_records
from features.table.audit_groups import group_words
from models.risk.baselines import MODEL_NAMES
from tests.support.command_line import CommandLine, Trained
from training.tracking.mlflow_run import RowSet, RunContents, _dataset, record, tracked_run

TODAY = dt.date(2030, 1, 1)
FOLD = "Backtest by time, fold 1 of 1"


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
        "bootstrap_samples": "200", "trees": "100", "leaves": "8", "learning_rate": "0.06", "threads": "1",
    }  # fmt: skip
    assert expected.items() <= parameters.items()
    assert float(parameters["calibration_slope"]) > 0
    assert int(parameters["positives"]) < int(parameters["rows"])
    assert parameters["tables"] == "attendance, enrolments, family, grades, outcomes, schools, terms"


def test_a_run_has_every_figure_of_the_report_that_could_be_computed(run, trained: Trained):
    expected = {
        f"by_model/{model['name']}/{figure}": value
        for model in trained.report["models"]
        for figure, value in model.items()
        if figure != "name" and value is not None
    }
    assert expected.items() <= run.data.metrics.items()
    assert {name.split("/")[1] for name in expected} == set(MODEL_NAMES)
    assert run.data.metrics["calibration_slope"] == trained.report["calibration"]["slope"]["value"]
    assert run.data.metrics["ablation/recall_without_family"] == trained.report["ablation"]["recall_without"]


def test_a_run_knows_which_data_it_saw_and_which_version_it_made(run, trained: Trained):
    records = load_records(trained.records, today=TODAY)
    assert run.data.tags["data_fingerprint"] == data_fingerprint(records, dt.date.max)
    assert run.data.tags["model_version"] == "1"


def test_a_run_says_what_it_is_with_its_verdicts_and_its_card(run, trained: Trained):
    assert run.info.run_name == f"Version 1: {', '.join(trained.report['outcomes'])}, {trained.report['as_of'][-1]}"
    note = run.data.tags["mlflow.note.content"]
    assert all(check["text_en"] in note for check in trained.report["checks"])
    assert f"runs/{run.info.run_id}/artifacts/card/card.ro.html" in note


def test_a_run_keeps_the_report(artifacts: Path, trained: Trained):
    assert json.loads((artifacts / "report.json").read_text()) == trained.report


def test_a_run_keeps_the_curves(artifacts: Path):
    curves = pd.read_csv(artifacts / "curves" / "list_length.csv")
    assert list(curves.columns) == ["model", "percent", "children", "precision", "recall"]
    assert curves.groupby("model").size().to_dict() == dict.fromkeys(MODEL_NAMES, 50)


@pytest.mark.parametrize("language", ["ro", "en"])
def test_a_run_keeps_a_card_in_both_languages_and_formats(artifacts: Path, language: str):
    assert sorted(path.name for path in (artifacts / "card").iterdir()) == [
        "card.en.html", "card.en.md", "card.lists.json", "card.ro.html", "card.ro.md",
    ]  # fmt: skip
    page = (artifacts / "card" / f"card.{language}.html").read_text(encoding="utf-8")
    assert f'<html lang="{language}"' in page
    assert page.count("data:image/png;base64,") == 3
    card = (artifacts / "card" / f"card.{language}.md").read_text(encoding="utf-8")
    pictures = re.findall(r"\]\(\.\./plots/(\S+\.png)\)", card)
    assert pictures
    assert all(name.startswith("ro/") == (language == "ro") for name in pictures)
    assert all((artifacts / "plots" / name).is_file() for name in pictures)


@pytest.mark.parametrize("language", ["ro", "en"])
def test_the_card_of_a_training_says_what_its_report_says(artifacts: Path, trained: Trained, language: str):
    card = (artifacts / "card" / f"card.{language}.md").read_text(encoding="utf-8")
    report = trained.report
    headings = re.findall(r"^## (.*)$", card, re.MULTILINE)
    assert len(headings) == len(set(headings)) > 15
    for check in report["checks"]:
        assert check[f"title_{language}"] in card
    lists = report["within_schools"][report["within_schools"]["decided_on"]]
    recall = f"{100 * lists['recall']['lightgbm']['value']:.1f}"
    assert (recall.replace(".", ",") if language == "ro" else recall) in card
    for group in report["groups"]:
        assert group_words(group["by"], group["group"], language) in card
    for feature in report["features"][:5]:
        assert feature[f"title_{language}"] in card
    assert report["data_fingerprint"][:12] in card
    sections = re.split(r"^## .*$", card, flags=re.MULTILINE)[1:]
    assert all(section.strip() for section in sections)


@pytest.mark.parametrize("name", ["list_length.png", "reliability.png", "shap_summary.png"])
def test_a_run_keeps_its_pictures(artifacts: Path, name: str):
    for folder in (artifacts / "plots", artifacts / "plots" / "ro"):
        assert sorted(path.name for path in folder.glob("*.png")) == [
            "list_length.png", "reliability.png", "shap_summary.png",
        ]  # fmt: skip
    picture = plt.imread(artifacts / "plots" / name)
    assert min(picture.shape[:2]) > 200
    assert picture.std() > 0.05, "the picture is empty"


def test_the_files_of_a_local_mlflow_lie_in_its_own_folder(trained: Trained):
    assert sorted(path.name for path in trained.program.var.iterdir()) == ["mlflow", "mlflow.db", "report.json"]


# Runs below, and what was used


def below(trained: Trained) -> list:
    import mlflow

    client = mlflow.MlflowClient(trained.program.tracking_uri)
    parent = trained.report["mlflow_run_id"]
    experiment = client.get_run(parent).info.experiment_id
    return client.search_runs([experiment], f"tags.mlflow.parentRunId = '{parent}'")


def test_a_run_has_a_run_below_for_each_past_retraining_and_each_fold(trained: Trained):
    names = {f"Retrained as on {term['as_of']}" for term in trained.report["terms"]} | {FOLD}
    assert {each.info.run_name for each in below(trained)} == names
    assert all(each.info.status == "FINISHED" for each in below(trained))


def test_runs_below_can_be_compared_figure_by_figure(run, trained: Trained):
    metrics = [set(each.data.metrics) for each in below(trained)]
    assert all(names == metrics[0] for names in metrics)
    assert metrics[0] < set(run.data.metrics)
    fold = next(each for each in below(trained) if each.info.run_name == FOLD)
    for name in MODEL_NAMES:
        assert (
            fold.data.metrics[f"by_model/{name}/recall_at_capacity"]
            == run.data.metrics[f"by_model/{name}/recall_at_capacity"]
        )


def used_for(used) -> str:
    return next(tag.value for tag in used.tags if tag.key == "mlflow.data.context")


def test_the_rows_that_were_used_are_named_by_purpose_digest_and_number(run, trained: Trained):
    used = {used_for(each): each for each in run.inputs.dataset_inputs}
    assert set(used) == {"training", "testing"}
    for each in used.values():
        assert re.fullmatch("[0-9a-f]{16}", each.dataset.digest)
        assert trained.report["data_fingerprint"] in each.dataset.source
    assert f'"rows": "{trained.report["rows"]}"' in used["testing"].dataset.source
    assert f'"positives": "{trained.report["positives"]}"' in used["testing"].dataset.source


def test_of_the_rows_nothing_else_is_kept(run, trained: Trained):
    for each in [run, *below(trained)]:
        for used in each.inputs.dataset_inputs:
            assert used.dataset.schema in (None, "", "null")
            assert not json.loads(used.dataset.profile or "{}")
            assert set(json.loads(used.dataset.source)["tags"]) == {"rows", "positives", "records"}


def test_other_counts_or_records_are_another_digest():
    rows = RowSet("evaluated rows", "testing", 100, 10, "f1e2")
    digests = {
        _dataset(each).digest
        for each in (rows, replace(rows, rows=101), replace(rows, positives=11), replace(rows, fingerprint="f1e3"))
    }
    assert len(digests) == 4
    assert _dataset(rows).digest == _dataset(rows).digest


def test_what_was_computed_is_recorded_with_a_run_below_it(
    no_models: CommandLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    import mlflow

    program = no_models.copy(tmp_path)
    monkeypatch.setenv("MLFLOW_TRACKING_URI", program.tracking_uri)
    fold = RunContents(
        "fold 1 of 1", "One fold.", {"split": "time"}, {"auc": 0.75}, (RowSet("fold", "testing", 9, 3, "f1e2"),)
    )
    whole = RunContents(
        "Version 1", "What **it** is.", {"seed": 7}, {"auc": 0.8},
        tags={"kind": "trial"}, files={"a/b.txt": b"c", "card/card.en.html": b"d", "card/card.en.md": b"e"},
    )  # fmt: skip
    with tracked_run(program.tracking_uri, tmp_path / "files") as run_id:
        record(whole, children=[fold])
    client = mlflow.MlflowClient(program.tracking_uri)
    parent = client.get_run(run_id)
    assert (parent.data.params, parent.data.metrics) == ({"seed": "7"}, {"auc": 0.8})
    assert parent.data.tags["kind"] == "trial"
    assert parent.info.run_name == "Version 1"
    card = f"#/experiments/{parent.info.experiment_id}/runs/{run_id}/artifacts/card/card.en.html"
    assert parent.data.tags["mlflow.note.content"] == f"What **it** is.\n\nModel card: [card.en.html]({card})"
    assert (tmp_path / "files" / run_id / "artifacts" / "a" / "b.txt").read_bytes() == b"c"
    (child,) = client.search_runs([parent.info.experiment_id], f"tags.mlflow.parentRunId = '{run_id}'")
    assert (child.info.run_name, child.data.metrics) == ("fold 1 of 1", {"auc": 0.75})
    assert child.inputs.dataset_inputs[0].dataset.name == "fold"


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


# Nothing of a child leaves


def test_no_pupil_id_is_in_any_file_or_run_of_a_training(trained: Trained):
    pupils = {pupil.encode() for pupil in pd.read_parquet(trained.records / "enrolments.parquet")["pupil_id"]}
    files = [path for path in trained.program.var.rglob("*") if path.is_file()]
    assert {"report.json", "mlflow.db", "card.ro.html", "list_length.csv", "list_length.png"} <= {f.name for f in files}
    for path in files:
        assert not pupils & set(re.findall(rb"p\d{6}", path.read_bytes())), path
