"""What is logged to MLflow is loaded where there is no Prezent, and keeps what its signature promises."""

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from features.errors import UsageError
from models.registry.logged_model import log_model
from models.registry.mlflow_access import third_party_warnings
from models.registry.pyfunc_model import PyfuncModel, _load_pyfunc
from models.risk.artifact import write_model
from tests.support.small_models import fitted_model, invented_values

VALUES = invented_values(200, seed=5)
PROGRAM = """
import json, sys
import mlflow, pandas as pd
model = mlflow.pyfunc.load_model(sys.argv[1])
found = model.predict(pd.read_json(sys.argv[2], orient="split", dtype=False).astype(float))
ours = sorted(name for name in sys.modules if name.partition(".")[0] in {"features", "models", "prezent", "serving"})
print(json.dumps([found["score"].tolist(), found["margin"].tolist(), ours]))
"""


@dataclass(frozen=True)
class Logged:
    """A logged model copied away from where it was logged, and the rows to ask it about."""

    folder: Path
    rows: Path

    def predictions(self, python: Path, *, cwd: Path) -> tuple[list[float], list[float], list[str]]:
        """Load and ask it in a process that finds nothing of ours; return scores, margins, and imported modules."""
        environment = {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "VIRTUAL_ENV")}
        done = subprocess.run(
            [python, "-W", "ignore", "-c", PROGRAM, self.folder, self.rows],
            cwd=cwd, env=environment, capture_output=True, text=True,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        scores, margins, ours = json.loads(done.stdout.splitlines()[-1])
        return scores, margins, ours


@pytest.fixture(scope="module")
def logged(tmp_path_factory: pytest.TempPathFactory) -> Logged:
    with third_party_warnings():
        import mlflow

    folder = tmp_path_factory.mktemp("logged")
    with pytest.MonkeyPatch.context() as patch, third_party_warnings():
        patch.setenv("MLFLOW_TRACKING_URI", f"sqlite:///{folder}/mlflow.db")
        before = mlflow.get_tracking_uri()
        mlflow.set_tracking_uri(f"sqlite:///{folder}/mlflow.db")
        experiment = mlflow.create_experiment("logged", artifact_location=(folder / "files").as_uri())
        with mlflow.start_run(experiment_id=experiment):
            version = log_model(fitted_model(), registered_as="prezent")
        path = mlflow.artifacts.download_artifacts(f"models:/prezent/{version}", dst_path=str(folder / "away"))
        mlflow.set_tracking_uri(before)
    VALUES.to_json(folder / "rows.json", orient="split", double_precision=15)
    return Logged(Path(path), folder / "rows.json")


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> PyfuncModel:
    folder = tmp_path_factory.mktemp("files")
    write_model(fitted_model(), folder)
    return _load_pyfunc(str(folder))


def decoys(folder: Path) -> Path:
    """Make packages that are named as ours are, and break whoever imports them."""
    for name in ("features", "models", "prezent", "serving"):
        (folder / name).mkdir(parents=True)
        (folder / name / "__init__.py").write_text("raise RuntimeError('a package of somebody else')")
    return folder


def expected() -> tuple[list[float], list[float]]:
    risk = fitted_model().risk(VALUES)
    return risk.scores.tolist(), risk.margins.tolist()


@pytest.mark.slow
def test_it_loads_beside_other_packages_of_our_names_to_the_same_bits(logged: Logged, tmp_path: Path):
    scores, margins, ours = logged.predictions(Path(sys.executable), cwd=decoys(tmp_path / "elsewhere"))
    assert (scores, margins) == expected()
    assert ours == []


@pytest.mark.slow
def test_an_environment_of_its_own_requirements_is_enough(logged: Logged, tmp_path: Path):
    """The requirements are installed anew, from the package index or the cache of uv."""
    uv = shutil.which("uv", path=f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")
    assert uv, "this test needs uv, which 'make setup' installs"
    python = tmp_path / "venv" / ("Scripts" if os.name == "nt" else "bin") / "python"
    requirements = str(logged.folder / "requirements.txt")
    subprocess.run([uv, "venv", "-q", "--python", sys.executable, tmp_path / "venv"], check=True)
    subprocess.run([uv, "pip", "install", "-q", "--python", python, "-r", requirements], check=True)
    missing = subprocess.run([python, "-I", "-c", "import prezent"], cwd=tmp_path, capture_output=True, text=True)
    assert "No module named 'prezent'" in missing.stderr
    scores, margins, _ = logged.predictions(python, cwd=tmp_path)
    assert (scores, margins) == expected()


def test_no_file_names_a_place_of_this_machine(logged: Logged):
    """But for the one line in which MLflow itself notes where it stored the model; nobody reads it."""
    places = (str(Path.home()).encode(), str(Path(__file__).parents[3]).encode(), b"/tmp", str(logged.folder).encode())
    files = [path for path in logged.folder.rglob("*") if path.is_file()]
    for path in (path for path in files if path.parent.name != "__pycache__"):  # compiled here, by who loaded it
        content = path.read_bytes()
        if path.name == "MLmodel":
            content = b"\n".join(line for line in content.splitlines() if not line.startswith(b"artifact_path: "))
        assert not [place for place in places if len(place) > 1 and place in content], path


def test_only_what_scores_travels_with_it(logged: Logged):
    modules = {path.relative_to(logged.folder / "code").as_posix() for path in (logged.folder / "code").rglob("*.py")}
    assert {name for name in modules if not name.endswith("__init__.py")} == {
        f"prezent_model/{name}.py"
        for name in (
            "features/arrays", "features/errors", "features/identity_numbers", "features/i18n/numbers",
            "features/i18n/text", "features/web_addresses",
            "models/explain/lightgbm_text", "models/explain/lookup_numpy", "models/registry/pyfunc_model",
            "models/risk/artifact_files", "models/risk/calibration",
        )
    }  # fmt: skip


def test_the_signature_says_that_every_column_is_a_number_and_optional(logged: Logged):
    from mlflow.models import Model

    inputs = Model.load(str(logged.folder)).signature.inputs.inputs
    assert [column.name for column in inputs] == list(fitted_model().feature_names)
    assert {(str(column.type), column.required) for column in inputs} == {("DataType.double", False)}


# What the signature promises is kept by MLflow too


def kept(logged: Logged, rows: object) -> list[float]:
    with third_party_warnings():
        import mlflow

        found: list[float] = mlflow.pyfunc.load_model(str(logged.folder)).predict(rows)["margin"].tolist()
    return found


def with_missing(*names: str) -> list[float]:
    return fitted_model().margins(VALUES.assign(**dict.fromkeys(names, np.nan))).tolist()


def test_a_column_left_out_is_a_missing_value(logged: Logged):
    names = list(VALUES.columns[:3])
    assert kept(logged, VALUES.drop(columns=names)) == with_missing(*names)


def test_whole_numbers_and_yes_or_no_are_taken(logged: Logged):
    whole = VALUES.fillna(0).astype("int64")
    assert kept(logged, whole) == fitted_model().margins(VALUES.fillna(0)).tolist()
    assert kept(logged, VALUES.astype("Int64")) == with_missing()
    yes = VALUES.assign(home_internet=1.0)
    assert kept(logged, VALUES.assign(home_internet=True)) == fitted_model().margins(yes).tolist()
    cells = pd.array([True, None] * 100, dtype="boolean")
    some = VALUES.assign(home_internet=[1.0, np.nan] * 100)
    assert kept(logged, VALUES.assign(home_internet=cells)) == fitted_model().margins(some).tolist()


def test_the_order_of_columns_does_not_matter_and_others_are_left_aside(logged: Logged):
    assert kept(logged, VALUES[VALUES.columns[::-1]].assign(pupil_id="P1")) == with_missing()


def test_rows_of_json_are_taken_as_the_example_shows(logged: Logged):
    example = json.loads((logged.folder / "serving_input_example.json").read_text())["inputs"]
    (row,) = example
    as_table = pd.DataFrame(example).reindex(columns=VALUES.columns)
    assert kept(logged, example) == kept(logged, row) == fitted_model().margins(as_table).tolist()


# What it refuses


def test_a_text_is_refused_by_the_name_of_its_column(model: PyfuncModel):
    with pytest.raises(UsageError, match="The column household_size holds something other than numbers") as caught:
        model.predict(VALUES.assign(household_size="7"))
    assert "Coloana household_size" in caught.value.sentences("ro")[0]


def test_rows_without_any_of_the_features_are_refused(model: PyfuncModel):
    with pytest.raises(UsageError, match="None of the columns is a feature of the model"):
        model.predict(pd.DataFrame({"x": [1.0]}))


def test_no_rows_have_no_scores(model: PyfuncModel):
    assert model.predict(VALUES.iloc[:0]).shape == (0, 2)
