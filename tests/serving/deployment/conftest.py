"""A registry with two versions, and a folder to stand in that holds packages named like ours."""

import os
from collections.abc import Iterator, Mapping

import pytest

from models.registry.registry import CHALLENGER, MODEL_NAME, Registry
from serving.api.startup import SOURCES
from tests.support.command_line import CommandLine
from tests.support.serving.deployed import OVERRULED, SIGNED, ForeignFolder, register
from tests.support.small_models import fitted_model


@pytest.fixture(scope="module")
def program(no_models: CommandLine, tmp_path_factory: pytest.TempPathFactory) -> CommandLine:
    return no_models.copy(tmp_path_factory.mktemp("changing"))


@pytest.fixture(scope="module")
def registry(program: CommandLine, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Registry]:
    """Version 1, the champion, and 2, the challenger; what MLflow writes into the environment is put back."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MLFLOW_TRACKING_URI", program.tracking_uri)
        registry = Registry(program.tracking_uri)
        registry.client.create_registered_model(MODEL_NAME)
        for seed in (1, 2):
            register(registry, fitted_model(seed=seed), tmp_path_factory.mktemp(f"seed-{seed}-"))
        registry.promote("1", **SIGNED, **OVERRULED)
        registry.client.set_registered_model_alias(MODEL_NAME, CHALLENGER, "2")
        yield registry


@pytest.fixture(scope="session")
def foreign(tmp_path_factory: pytest.TempPathFactory) -> ForeignFolder:
    folder = tmp_path_factory.mktemp("foreign")
    for name in ("features", "models", "serving", "training"):
        (folder / name).mkdir()
        (folder / name / "__init__.py").write_text(
            f"import pathlib\npathlib.Path({str(folder / name)!r} + '.imported').touch()\n"
        )
    return ForeignFolder(folder)


@pytest.fixture(scope="module")
def environment(program: CommandLine, registry: Registry) -> Mapping[str, str]:
    """What a person at a prompt would have, with our sources as if they were installed."""
    own = {"PREZENT_VAR": str(program.var), "PYTHONPATH": str(SOURCES), "OMP_NUM_THREADS": "1", "PREZENT_LANG": "en"}
    inherited = {name: value for name, value in os.environ.items() if name != "PYTHONSAFEPATH"}
    return {**inherited, "MLFLOW_TRACKING_URI": program.tracking_uri, **own}
