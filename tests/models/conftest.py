"""What tests of the registry share: registered versions to promote, without training."""

from pathlib import Path

import pytest

from models.registry.registry import Registry
from tests.support.command_line import CommandLine
from tests.support.shelf import add_version


@pytest.fixture(scope="session")
def stocked(no_models: CommandLine, tmp_path_factory: pytest.TempPathFactory) -> CommandLine:
    """A registry with versions 1 and 2 that were compared with no champion, 3 and 4 with version 1; all checks pass."""
    program = no_models.copy(tmp_path_factory.mktemp("stocked"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MLFLOW_TRACKING_URI", program.tracking_uri)
        registry = Registry(program.tracking_uri)
        for compared_with in (None, None, "1", "1"):
            add_version(registry, compared_with=compared_with)
    return program


@pytest.fixture
def program(stocked: CommandLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> CommandLine:
    """The program with a copy of it, to be changed; MLflow writes the address into the environment."""
    program = stocked.copy(tmp_path)
    monkeypatch.setenv("MLFLOW_TRACKING_URI", program.tracking_uri)
    return program


@pytest.fixture
def registry(program: CommandLine) -> Registry:
    """The registry of the program."""
    return Registry(program.tracking_uri)
