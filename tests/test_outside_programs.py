"""Programs that tests need are installed only where that was asked for, and missing ones are said."""

from pathlib import Path

import pytest

from tests.support import outside_programs
from tests.support.outside_programs import MAY_INSTALL, outside_program


class Machine:
    """A machine on which a package can be had, or not."""

    def __init__(self, *, has_it: bool) -> None:
        self.has_it, self.asked = has_it, list[str]()

    def install(self, package: str) -> None:
        self.asked.append(package)

    def find(self) -> Path | None:
        return Path("/there") if self.has_it and self.asked else None


@pytest.fixture
def asked_for(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    monkeypatch.delenv("CI", raising=False)
    monkeypatch.delenv("PYTEST_XDIST_WORKER", raising=False)
    monkeypatch.setenv(MAY_INSTALL, "1")
    monkeypatch.setattr("os.geteuid", lambda: 0, raising=False)
    monkeypatch.setattr("shutil.which", lambda name: f"/usr/bin/{name}")
    return monkeypatch


def test_a_missing_program_is_installed_where_that_was_asked_for(
    asked_for: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    machine = Machine(has_it=True)
    asked_for.setattr(outside_programs, "install", machine.install)
    assert outside_program(machine.find, "first", tmp_path_factory) == Path("/there")
    assert machine.asked == ["first"]


@pytest.mark.parametrize("variable", [MAY_INSTALL, ""])
def test_a_program_that_cannot_be_had_leaves_its_test_out_and_fails_it_in_ci(
    asked_for: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory, variable: str
) -> None:
    machine = Machine(has_it=False)
    asked_for.setattr(outside_programs, "install", machine.install)
    asked_for.delenv(variable or "nothing", raising=False)
    with pytest.raises(pytest.skip.Exception, match="other is not installed"):
        outside_program(machine.find, "other", tmp_path_factory)
    assert machine.asked == ([] if variable else ["other"])
    asked_for.setenv("CI", "1")
    asked_for.delenv(MAY_INSTALL, raising=False)
    with pytest.raises(pytest.fail.Exception, match="apt-get install other"):
        outside_program(machine.find, "other", tmp_path_factory)
