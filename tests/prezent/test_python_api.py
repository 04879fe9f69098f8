"""The Python API does what its page says."""

import doctest
from pathlib import Path

import pytest

import prezent.api

PAGE = Path(__file__).parents[2] / "docs" / "how-to" / "python.md"


@pytest.mark.slow
def test_every_example_of_the_page_gives_what_it_shows(
    county_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "county").symlink_to(county_folder)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PREZENT_VAR", str(tmp_path / "var"))
    monkeypatch.delenv("MLFLOW_TRACKING_URI", raising=False)
    examples = doctest.DocTestParser().get_doctest(PAGE.read_text(encoding="utf-8"), {}, PAGE.name, str(PAGE), 0)
    said: list[str] = []
    doctest.DocTestRunner().run(examples, out=said.append)
    assert "".join(said) == ""
    assert len(examples.examples) > 10


def test_the_page_shows_every_function() -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert [name for name in prezent.api.__all__ if f"{name}(" not in page] == []
