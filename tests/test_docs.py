"""Documents say what is so: the dictionary is fresh, and every command they name exists."""

import re
import shlex
from pathlib import Path

import click
import pytest

from features.table.data_dictionary import data_dictionary
from prezent.cli import cli
from tests.support.reason_sample import sample
from tests.support.small_models import CATALOGUE

ROOT = Path(__file__).parent.parent
DOCUMENTS = sorted([*ROOT.glob("README*.md"), ROOT / "CHANGELOG.md", *(ROOT / "docs").rglob("*.md")])
PACKAGES = ("features", "models", "training", "serving", "prezent")
COMMAND = re.compile(r"^(?:\$ )?prezent ((?:.*\\\n)*.*)$", re.MULTILINE)


def documented_commands() -> list[str]:
    """Return the commands that stand alone on a line of a document, continued lines joined."""
    found = []
    for path in DOCUMENTS:
        for match in COMMAND.findall(path.read_text(encoding="utf-8")):
            found.append(" ".join(match.replace("\\\n", " ").split()))
    return sorted(set(found))


def test_the_sample_of_reasons_is_what_the_catalogue_says() -> None:
    written = (ROOT / "docs" / "reasons_in_words.md").read_text(encoding="utf-8")
    assert written == sample(), "run 'make docs'"


def test_the_sample_has_every_feature_in_more_than_a_hundred_and_twenty_sentences_of_plain_words() -> None:
    rows = [line.split(" | ") for line in sample().splitlines() if line.startswith("| ") and "---" not in line]
    romanian = {row[1] for row in rows}
    assert len(romanian) > 120
    assert {row[0].strip("| `") for row in rows} >= {feature.name for feature in CATALOGUE}
    for sentence in romanian:
        assert not re.search(
            r"[{}]|//|\bnan\b|\b1 (oră|zi|an|notă|abatere)\b|ş|ţ|\b[2-9]0 (ore|zile|note|ani)\b", sentence
        )
        assert "din 100 de puncte" not in sentence


def test_the_data_dictionary_is_what_the_schema_and_the_catalogue_say() -> None:
    written = (ROOT / "docs" / "data_dictionary.md").read_text(encoding="utf-8")
    assert written == data_dictionary(), "run 'make docs'"


def test_documents_name_some_commands() -> None:
    assert len(documented_commands()) >= 5


@pytest.mark.parametrize("line", documented_commands())
def test_every_documented_command_exists_with_its_options(line: str) -> None:
    words = [word for word in shlex.split(line) if word != "..."]
    while words[0].startswith("--"):  # an option of the program itself, and its value
        assert words[0] in {option for parameter in cli.params for option in parameter.opts}
        words = words[2:]
    name, *arguments = words
    command = cli.commands[name]
    while isinstance(command, click.Group):
        name, *arguments = arguments
        command = command.commands[name]
    known = {option for parameter in command.params if isinstance(parameter, click.Option) for option in parameter.opts}
    used = {word for word in arguments if word.startswith("--")}
    assert used <= known | {"--help"}


def test_every_make_target_that_documents_name_exists() -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    named = {name for path in DOCUMENTS for name in re.findall(r"`make ([a-z-]+)", path.read_text(encoding="utf-8"))}
    assert named <= targets


def test_every_file_that_documents_link_to_is_there() -> None:
    missing = [
        f"{path.name}: {link}"
        for path in DOCUMENTS
        for link in re.findall(r"\]\((?!https?:)([^)#]+)\)", path.read_text(encoding="utf-8"))
        if not (path.parent / link).exists()
    ]
    assert missing == []


def test_what_the_glossary_names_in_code_is_defined_there() -> None:
    rows = re.findall(r"^\|[^|]*\|[^|]*\| `(\w+)` \|", (ROOT / "docs" / "glossary.md").read_text("utf-8"), re.MULTILINE)
    sources = [path.read_text("utf-8") for top in PACKAGES for path in (ROOT / top).rglob("*.py")]
    defined = {name for source in sources for name in re.findall(r"^(?:class|def) (\w+)", source, re.MULTILINE)}
    assert len(rows) > 15
    assert set(rows) <= defined
