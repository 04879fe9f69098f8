import datetime as dt
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from features.errors import OutsideServiceError, Refused
from features.i18n.code_names import code_names
from models.registry.mlflow_access import reached
from models.registry.registry import Registry
from prezent.settings import quieten_libraries
from tests.support.command_line import CommandLine, Trained


@pytest.fixture
def program(champion: Trained, tmp_path: Path) -> CommandLine:
    """The program with a champion of its own."""
    return champion.program.copy(tmp_path)


@pytest.fixture
def registry(program: CommandLine, monkeypatch: pytest.MonkeyPatch) -> Iterator[Registry]:
    """Its registry; MLflow writes the address into the environment, which is put back afterwards."""
    monkeypatch.setenv("MLFLOW_TRACKING_URI", program.tracking_uri)
    return Registry(program.tracking_uri)


# What is registered


def test_a_version_knows_its_run_aliases_and_headline_figures(registry: Registry, champion: Trained):
    (version,) = registry.versions()
    assert (version.version, version.aliases) == ("1", ("challenger", "champion"))
    assert version.run_id == champion.report["mlflow_run_id"]
    assert version.created.tzinfo is dt.UTC
    by_name = {model["name"]: model for model in champion.report["models"]}
    for name in ("lightgbm", "rules", "school_only"):
        for figure in ("auc", "recall_at_capacity", "precision_at_capacity"):
            assert version.tags[f"{name}.{figure}"] == f"{by_name[name][figure]:.4f}"
    lists = champion.report["within_schools"][champion.report["within_schools"]["decided_on"]]
    for name in ("lightgbm", "absences_only", "rules"):
        assert version.tags[f"{name}.recall_within_schools"] == f"{lists['recall'][name]['value']:.4f}"
    assert version.tags["outcomes"] == "dropped_out, not_reenrolled, year_not_closed"
    assert version.tags["as_of"] == "2023-11-15, 2024-02-15, 2024-05-15, 2025-05-15"
    assert version.tags["capacity"] == "0.05"


def test_mlflows_own_pages_say_what_it_is_with_a_link_to_its_card(registry: Registry, champion: Trained):
    described = registry.client.get_registered_model("prezent").description
    assert "Which children should a school look after first?" in described
    assert "De cine să aibă grijă mai întâi o școală?" in described
    version, run = registry.client.get_model_version("prezent", "1").description, champion.report["mlflow_run_id"]
    within = champion.report["within_schools"]
    recall = within[within["decided_on"]]["recall"]["lightgbm"]["value"]
    assert f"**Predicts** {code_names('outcome', champion.report['outcomes'], 'en')}, learnt at 2023-11-15, " in version
    assert f"Recall school by school {recall:.4f}, counting absences " in version
    assert " passed" in version
    assert "trecute" in version
    assert all(f"/runs/{run}/artifacts/card/card.{language}.html)" in version for language in ("ro", "en"))


def test_a_model_is_loaded_by_alias_or_number(registry: Registry, champion: Trained):
    by_name, version = registry.load("champion")
    by_number, _ = registry.load("1")
    assert version == "1"
    assert by_name.lightgbm_text == by_number.lightgbm_text
    assert by_name.target.outcomes == tuple(champion.report["outcomes"])
    assert [str(date) for date in by_name.trained_on.as_of] == champion.report["as_of"]


def test_the_signature_names_every_feature_and_what_comes_out(registry: Registry):
    import mlflow

    signature = mlflow.models.get_model_info("models:/prezent/1").signature
    model, _ = registry.load("1")
    assert tuple(signature.inputs.input_names()) == model.feature_names
    assert {str(kind) for kind in signature.inputs.input_types()} == {"DataType.double"}
    assert signature.outputs.input_names() == ["score", "margin"]


def test_the_input_example_is_no_childs(registry: Registry, trained: Trained):
    (row,) = json.loads(logged(trained, "input_example.json"))
    model, _ = registry.load("1")
    assert row == dict.fromkeys(model.feature_names[1::2], 1.0)


def test_only_what_is_needed_to_load_it_is_asked_for(trained: Trained):
    lines = logged(trained, "requirements.txt").splitlines()
    assert sorted(line.split("==")[0] for line in lines) == ["mlflow", "numpy", "pandas"]
    assert all("==" in line for line in lines)


def logged(trained: Trained, name: str) -> str:
    """Return the text of a file that was logged with the model."""
    (path,) = (trained.program.var / "mlflow" / "models").glob(f"*/artifacts/{name}")
    return path.read_text()


# What is found


@pytest.mark.parametrize("version", ["2", "best", "0"])
def test_a_version_that_is_not_there_is_refused_with_those_that_are(champion: Trained, version: str):
    signed = ("--by", "Ana Pop", "--reason", "better")
    said = champion.program.run("promote", version, *signed, exit_code=4).stderr
    assert f"There is no model version {version}; registered are: 1." in said


def test_without_a_champion_the_refusal_says_what_to_do(trained: Trained, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("MLFLOW_TRACKING_URI", trained.program.tracking_uri)
    with pytest.raises(Refused, match="There is no champion yet: train a model and promote it") as caught:
        Registry(trained.program.tracking_uri).load("champion")
    assert caught.value.exit_code == 4


def test_a_version_is_found_with_what_its_run_reported(registry: Registry, champion: Trained):
    assert registry.report("champion") == champion.report


def test_a_version_is_not_compared_with_itself(program: CommandLine):
    said = program.run("compare", "1", "champion", exit_code=2).stderr
    assert (
        said
        == "1 and champion are one and the same version, 1; name two different ones, 'prezent models' shows them.\n"
    )
    assert "este o singură versiune" in program.run("--lang", "ro", "compare", "1", "1", exit_code=2).stderr


def test_two_versions_are_compared_by_what_their_runs_reported(
    program: CommandLine, champion: Trained, registry: Registry
):
    run, tags = registry.find("1").run_id, registry.find("1").tags
    again = registry.client.create_model_version("prezent", "file:///nowhere", run, tags=dict(tags)).version
    lines = program.run("compare", "champion", str(again)).stdout.splitlines()
    assert lines.pop(0) == "Version 1 was trained on invented children: for trying out only."
    assert lines.pop(0) == f"Version {again} was trained on invented children: for trying out only."
    assert lines[0] == f"Versions 1 and {again} were judged on the same children, so a difference is the models'."
    auc = next(model["auc"] for model in champion.report["models"] if model["name"] == "lightgbm")
    assert any(line.startswith("AUC") and line.count(f"{auc:.3f} [") == 2 for line in lines)
    assert max(map(len, lines)) <= 110
    assert "There is no model version 7" in program.run("compare", "1", "7", exit_code=4).stderr


def test_a_version_without_a_run_or_a_report_is_compared_with_dashes(program: CommandLine, registry: Registry):
    run = registry.client.create_run(experiment_id="0").info.run_id
    for run_id in (None, run, "0" * 32):
        version = registry.client.create_model_version("prezent", "file:///nowhere", run_id).version
        assert registry.report(str(version)) == {}
    assert "cannot be said (not reported:" in program.run("compare", "1", "2").stdout


# A server that does not answer


def test_a_password_in_the_address_of_mlflow_is_not_repeated():
    with pytest.raises(OutsideServiceError) as caught, reached("https://ana:secret@mlflow.example"):
        raise OSError("no route")
    assert "at https://mlflow.example did not answer" in str(caught.value)


@pytest.mark.parametrize("command", [["models"], ["promote", "1", "--by", "Ana Pop", "--reason", "better"]])
def test_a_server_that_does_not_answer_is_one_sentence(
    no_models: CommandLine, monkeypatch: pytest.MonkeyPatch, command: list[str]
):
    monkeypatch.setenv("MLFLOW_HTTP_REQUEST_BACKOFF_FACTOR", "0")
    monkeypatch.setenv("MLFLOW_HTTP_REQUEST_BACKOFF_JITTER", "0")
    said = no_models.run(*command, exit_code=5, tracking_uri="http://127.0.0.1:9").stderr
    assert len(said.splitlines()) == 1
    assert said.startswith("MLflow at http://127.0.0.1:9 did not answer as expected")
    assert "Check MLFLOW_TRACKING_URI and that the server runs." in said


def test_an_address_that_is_none_is_the_same_sentence(no_models: CommandLine):
    said = no_models.run("models", exit_code=5, tracking_uri="nowhere://at-all").stderr
    assert said.startswith("MLflow at nowhere://at-all did not answer as expected")


def test_a_ranking_says_so_before_the_records_are_read(no_models: CommandLine, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("MLFLOW_HTTP_REQUEST_MAX_RETRIES", "0")
    asked = ("rank", "no-such-folder", "--as-of", "2026-03-12", "--capacity", 5)
    assert "MLflow at http://" in no_models.run(*asked, exit_code=5, tracking_uri="http://127.0.0.1:9").stderr


def test_mlflow_gives_up_within_two_minutes(monkeypatch: pytest.MonkeyPatch):
    from mlflow import environment_variables as settings

    for name in ("MAX_RETRIES", "BACKOFF_FACTOR", "TIMEOUT"):
        monkeypatch.delenv(f"MLFLOW_HTTP_REQUEST_{name}")
    quieten_libraries()
    retries, factor = settings.MLFLOW_HTTP_REQUEST_MAX_RETRIES.get(), settings.MLFLOW_HTTP_REQUEST_BACKOFF_FACTOR.get()
    waits = sum(factor * 2**attempt + 1 for attempt in range(1, retries))
    assert 3 < waits < 15
    assert (retries + 1) * settings.MLFLOW_HTTP_REQUEST_TIMEOUT.get() + waits < 120


def test_a_registry_that_fails_while_it_is_used_is_the_same_error(registry: Registry):
    Path(registry.tracking_uri.removeprefix("sqlite:///")).write_bytes(b"no database any more" * 100)
    with pytest.raises(OutsideServiceError, match="did not answer as expected") as caught:
        registry.versions()
    assert caught.value.exit_code == 5


@pytest.mark.parametrize(
    "words", ["duplicate column name: step", "table runs already exists", "Experiment 'prezent' already exists."]
)
def test_two_commands_that_make_a_registry_at_once_are_told_to_start_again(words: str):
    with pytest.raises(OutsideServiceError, match="making the registry at the same time"), reached("sqlite:///x.db"):
        raise OSError(words)
