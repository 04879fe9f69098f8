"""Through a real MLflow with a database file: the card that was logged, and nothing else."""

from pathlib import Path

import pytest

from features.errors import OutsideServiceError
from models.registry.registry import CARD_FILES, Registry, logged_card


@pytest.fixture
def run_id(registry: Registry, tmp_path: Path) -> str:
    """An empty run whose files lie in a folder of its own."""
    experiment = registry.client.create_experiment("cards", artifact_location=(tmp_path / "files").as_uri())
    return str(registry.client.create_run(experiment).info.run_id)


def test_all_files_of_the_card_come_with_their_letters(registry: Registry, run_id: str) -> None:
    card = {name: f"Fișa modelului, „{name}”\nal doilea rând\n" for name in CARD_FILES}
    for name, text in card.items():
        registry.client.log_text(run_id, text, f"card/{name}")
    registry.client.log_text(run_id, "{}", "report.json")
    assert logged_card(registry, run_id) == card


def test_what_else_lies_in_the_folder_is_left_there(registry: Registry, run_id: str) -> None:
    registry.client.log_text(run_id, "Fișa", "card/card.ro.md")
    registry.client.log_text(run_id, "notes of somebody", "card/notes.txt")
    assert logged_card(registry, run_id) == {"card.ro.md": "Fișa"}


def test_a_run_without_a_card_has_none(registry: Registry, run_id: str) -> None:
    assert logged_card(registry, run_id) == {}


@pytest.mark.parametrize("gone", ["", "0123456789abcdef0123456789abcdef"])
def test_a_version_without_a_run_or_of_a_run_that_is_gone_has_none(registry: Registry, gone: str) -> None:
    assert logged_card(registry, gone) == {}


def test_files_that_are_not_where_mlflow_says_are_said(registry: Registry, run_id: str, tmp_path: Path) -> None:
    registry.client.log_text(run_id, "Fișa", "card/card.ro.md")
    (path,) = tmp_path.rglob("card.ro.md")
    path.unlink()
    path.mkdir()
    (path / "inside").write_text("no card")
    with pytest.raises(OutsideServiceError):
        logged_card(registry, run_id)
