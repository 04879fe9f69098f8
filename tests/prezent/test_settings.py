"""One configuration: file, environment, arguments, each above the one before; and where local things lie."""

import os
import stat
from collections.abc import Mapping
from pathlib import Path

import pytest

from features.errors import UsageError
from prezent import language as language_module
from prezent import settings as settings_module
from prezent.language import language_asked_for
from prezent.settings import Settings, for_owner_only, read_settings
from tests.support.command_line import CommandLine


def read(folder: Path, environment: Mapping[str, str] | None = None, **arguments: object) -> Settings:
    return read_settings(environment={"PREZENT_VAR": str(folder), **(environment or {})}, **arguments)


def write_config(folder: Path, text: str) -> Path:
    path = folder / "config.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_without_anything_said_models_are_in_the_folder_for_everything_local(tmp_path: Path) -> None:
    settings = read(tmp_path)
    assert settings.var == tmp_path
    assert settings.tracking_uri == f"sqlite:///{tmp_path.as_posix()}/mlflow.db"
    assert 1 <= settings.workers <= 4


def test_the_file_is_read_and_each_variable_stands_above_it(tmp_path: Path) -> None:
    write_config(tmp_path, 'lang = "ro"\nworkers = 3\ntracking_uri = "http://127.0.0.1:5000"\n')
    settings = read(tmp_path)
    assert (settings.language, settings.workers, settings.tracking_uri) == ("ro", 3, "http://127.0.0.1:5000")
    overridden = read(tmp_path, {"PREZENT_LANG": "en", "PREZENT_WORKERS": "2", "PREZENT_TRACKING_URI": "sqlite:///x"})
    assert (overridden.language, overridden.workers, overridden.tracking_uri) == ("en", 2, "sqlite:///x")


def test_an_argument_stands_above_everything(tmp_path: Path) -> None:
    other = tmp_path / "other"
    settings = read_settings("ro", var=other, environment={"PREZENT_VAR": str(tmp_path), "PREZENT_LANG": "en"})
    assert (settings.var, settings.language) == (other, "ro")


def test_mlflows_own_variable_stands_above_the_file_and_below_ours(tmp_path: Path) -> None:
    write_config(tmp_path, 'tracking_uri = "sqlite:///file"\n')
    assert read(tmp_path, {"MLFLOW_TRACKING_URI": "sqlite:///mlflow"}).tracking_uri == "sqlite:///mlflow"
    both = {"MLFLOW_TRACKING_URI": "sqlite:///mlflow", "PREZENT_TRACKING_URI": "sqlite:///ours"}
    assert read(tmp_path, both).tracking_uri == "sqlite:///ours"


def test_another_file_may_be_named(tmp_path: Path) -> None:
    path = tmp_path / "elsewhere.toml"
    path.write_text("workers = 2\n", encoding="utf-8")
    assert read(tmp_path, {"PREZENT_CONFIG": str(path)}).workers == 2
    assert read(tmp_path, config=path).workers == 2


@pytest.mark.parametrize(
    ("text", "environment", "words"),
    [
        ("worker = 3", {}, "unknown key worker"),
        ("workers =", {}, "is no TOML"),
        ("workers = 0", {}, "workers is '0'"),
        ('workers = "many"', {}, "workers is 'many'"),
        ("workers = 10000", {}, "workers is '10000'"),
        ("workers = true", {}, "workers is a value of another kind; write it as workers = 4."),
        ("workers = 2.0", {}, "workers is a value of another kind"),
        ("workers = [2]", {}, "workers is a value of another kind"),
        ("tracking_uri = []", {}, 'tracking_uri is a value of another kind; write it as tracking_uri = "...".'),
        ("approve_plans = true", {}, 'approve_plans is a value of another kind; write it as approve_plans = "yes".'),
        ("tracking_uri = 5000", {}, "tracking_uri is a value of another kind"),
        ("tracking_uri = false", {}, "tracking_uri is a value of another kind"),
        ("tracking_uri = 2025-02-03", {}, "tracking_uri is a value of another kind"),
        ("[tracking_uri]", {}, "tracking_uri is a value of another kind"),
        ('lang = ["ro"]', {}, "lang is a value of another kind"),
        ("body_limit_mb = {}", {}, "body_limit_mb is a value of another kind"),
        ("body_limit_mb = -1", {}, "body_limit_mb is '-1'"),
        ("", {"PREZENT_BODY_LIMIT_MB": "1e3"}, "body_limit_mb is '1e3'"),
        ("", {"PREZENT_WORKERS": "9" * 5000}, "workers is '99999"),
        ('lang = "fr"', {}, "language is fr"),
        ("", {"PREZENT_LANGUAGE": "ro"}, "PREZENT_LANGUAGE is unknown"),
        ("", {"PREZENT_CONFIG": "no_such.toml"}, "no_such.toml cannot be read"),
    ],
)
def test_what_is_wrong_is_refused_in_both_languages(
    tmp_path: Path, text: str, environment: dict[str, str], words: str
) -> None:
    write_config(tmp_path, text)
    with pytest.raises(UsageError) as refused:
        read(tmp_path, environment)
    assert words in str(refused.value)
    assert refused.value.sentences("ro") != refused.value.sentences("en")


@pytest.mark.parametrize("given", ["en", "ro"])
def test_a_wrong_language_is_refused_also_where_another_is_asked_for(tmp_path: Path, given: str) -> None:
    write_config(tmp_path, 'lang = "fr"')
    with pytest.raises(UsageError, match="language is fr"):
        read_settings(given, environment={"PREZENT_VAR": str(tmp_path)})


def test_how_large_a_request_may_be_is_configured(tmp_path: Path) -> None:
    write_config(tmp_path, "body_limit_mb = 8\n")
    assert read(tmp_path).body_limit_mb == 8
    assert read(tmp_path, {"PREZENT_BODY_LIMIT_MB": "200"}).body_limit_mb == 200


@pytest.mark.slow
def test_the_command_line_says_what_is_wrong_in_the_configuration(no_models: CommandLine, tmp_path: Path) -> None:
    program = no_models.copy(tmp_path)
    write_config(program.var, "colour = 1\n")
    assert "unknown key colour" in program.run("models", exit_code=2).stderr
    assert "cheie necunoscută, colour" in program.run("--lang", "ro", "models", exit_code=2).stderr


@pytest.mark.parametrize(
    ("locale", "language"),
    [
        ("ro_RO.UTF-8", "ro"),
        ("ro", "ro"),
        ("Romanian_Romania.1250", "ro"),
        ("romanian", "ro"),
        ("en_GB.UTF-8", "en"),
        ("Romansh_Switzerland.1252", "en"),
        ("rof_TZ", "en"),
        ("C", "en"),
    ],
)
def test_the_language_is_that_of_the_system(tmp_path: Path, locale: str, language: str) -> None:
    assert read(tmp_path, {"LANG": locale}).language == language


def test_windows_tells_its_language_by_the_locale_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(language_module.locale, "getlocale", lambda: ("Romanian_Romania", "1250"))
    assert read(tmp_path).language == "ro"


def test_outside_a_checkout_it_is_the_users_data_folder_and_is_said_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings_module, "_SOURCES", tmp_path / "site-packages")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "share"))
    settings = read_settings(environment={})
    assert "prezent" in settings.var.name
    assert settings.var.is_relative_to(tmp_path / "share") or os.name != "posix"
    assert [settings.make_folder(), settings.make_folder()] == [True, False]


def test_in_a_checkout_it_is_the_folder_var_of_it() -> None:
    assert read_settings(environment={}).var == Path(settings_module.__file__).parents[1] / "var"


@pytest.mark.skipif(os.name != "posix", reason="Windows keeps a user's folder from others by itself")
def test_a_folder_that_was_there_and_was_named_keeps_its_mode(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    read(tmp_path).make_folder()
    assert stat.S_IMODE(tmp_path.stat().st_mode) == 0o755


def test_a_folder_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(UsageError, match="cannot be used"):
        read(tmp_path / "file" / "var").make_folder()


@pytest.mark.skipif(os.name != "posix", reason="Windows keeps a user's folder from others by itself")
def test_what_is_written_is_for_its_owner_only(tmp_path: Path) -> None:
    before = os.umask(0o022)
    try:
        with for_owner_only():
            (tmp_path / "written").write_text("")
        (tmp_path / "after").write_text("")
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "written").stat().st_mode) == 0o600
    assert stat.S_IMODE((tmp_path / "after").stat().st_mode) == 0o644


@pytest.mark.parametrize(
    ("option", "environment", "language"),
    [
        (None, {"LANG": "ro_RO.UTF-8"}, "ro"),
        (None, {"LC_ALL": "Romanian_Romania.1250", "LANG": "en_GB"}, "ro"),
        (None, {"LANG": "ro_RO.UTF-8", "PREZENT_LANG": "en"}, "en"),
        (None, {"LANG": "ro_RO.UTF-8", "PREZENT_LANG": "fr"}, "ro"),
        ("en", {"LANG": "ro_RO.UTF-8"}, "en"),
        ("ro", {"LANG": "en_GB.UTF-8"}, "ro"),
    ],
)
def test_a_wrong_configuration_is_answered_in_the_language_that_is_asked_for(
    option: str | None, environment: dict[str, str], language: str
) -> None:
    assert language_asked_for(option, environment={**environment, "PREZENT_COLOUR": "blue"}) == language


def test_the_next_command_names_the_folder_only_where_it_was_named_by_option(tmp_path: Path) -> None:
    spaced = tmp_path / "my models"
    assert read_settings(var=spaced, environment={}).program == f"prezent --var '{spaced}'"
    assert read_settings(environment={"PREZENT_VAR": str(spaced)}).program == "prezent"
    assert read_settings(environment={}).within("demo").program.startswith("prezent --var ")


@pytest.mark.parametrize(
    "text", ["lang = " + "[" * 50_000, "workers = " + "9" * 5000, "lang = 'x" + "x" * 2_000_000 + "'"]
)
def test_a_bomb_is_a_file_that_is_wrong(tmp_path: Path, text: str) -> None:
    write_config(tmp_path, text)
    with pytest.raises(UsageError, match=r"is no TOML") as refused:
        read(tmp_path)
    assert len(str(refused.value)) < 400


def test_looking_at_models_makes_no_registry(tmp_path: Path) -> None:
    said = CommandLine(tmp_path).run("models").stdout
    assert said.startswith("No model is registered yet.")
    assert not (tmp_path / "mlflow.db").exists()


@pytest.mark.parametrize("arguments", [("--var", "", "models"), ("check", ""), ("check", " ")])
def test_an_empty_name_is_no_folder_one_stands_in(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    said = CommandLine(tmp_path).run(*arguments, exit_code=2).stderr
    assert "nothing is named; name a file or folder." in said
