"""The floors test sees what it is there for: each rule on an invented house of three rooms that breaks it."""

from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from tests.support import source_rules
from tests.support.source_rules import SourceTree

ROOMS = {"cellar": ("coal", "wine bottles"), "attic": ("beams",)}
HOUSE = {
    "cellar/__init__.py": '"""What lies below."""\n',
    "cellar/coal.py": '"""What burns."""\n\nHEAT = 7\n',
    "cellar/wine/__init__.py": '"""What is drunk."""\n',
    "cellar/wine/red.py": '"""What stains."""\n\nimport json\n\nfrom cellar.coal import HEAT\n',
    "cellar/bottles.py": '"""What breaks."""\n',
    "attic/__init__.py": '"""What lies above."""\n',
    "attic/beams.py": '"""What holds the roof."""\n\nimport numpy\n\nfrom cellar.wine import red\n',
    "tests/support/corks.py": '"""What closes bottles."""\n',
    "tests/cellar/test_coal.py": '"""Coal burns."""\n\nfrom tests.support.corks import CORK\n',
}

Build = Callable[..., SourceTree]


@pytest.fixture
def build(tmp_path: Path) -> Build:
    """The house, with files in it that are added or written anew."""

    def written(files: dict[str, str] | None = None) -> SourceTree:
        for place, text in {**HOUSE, **(files or {})}.items():
            path = tmp_path / place
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        return SourceTree(tmp_path, ROOMS)

    return written


def complaints(tree: SourceTree) -> list[str]:
    """Ask every rule."""
    asked: Iterable[Iterable[str]] = (
        source_rules.forbidden_packages(tree, {"cellar": {"cellar"}, "attic": {"attic", "cellar"}}),
        source_rules.unequal_rooms(tree),
        source_rules.wrong_steps(tree),
        source_rules.circles(tree),
        source_rules.homeless_tools(tree, {"numpy": {"attic"}}, anywhere={"pandas"}),
        source_rules.crowded_folders(tree, most=10),
        source_rules.long_pieces(tree, module_lines=30, body_lines=4),
        source_rules.names_that_say_nothing(tree),
        source_rules.first_lines_that_state_nothing(tree),
        source_rules.touched_at_import(tree),
        source_rules.done_at_import(tree, besides={"attic/beams.py": "numpy.seterr("}),
        source_rules.clocks_and_environments(tree, entry_points={"cellar/coal.py"}),
        source_rules.imports_between_tests(tree.root),
        source_rules.unmirrored_tests(tree.root),
        source_rules.misplaced_tests(tree.root),
    )
    return [complaint for rule in asked for complaint in rule]


def test_a_house_in_order_is_not_complained_of(build: Build):
    assert complaints(build()) == []


def many(folder: str, count: int) -> dict[str, str]:
    return {f"{folder}/cask{number}.py": '"""A cask."""\n' for number in range(count)}


@pytest.mark.parametrize(
    ("place", "text", "complaint"),
    [
        (
            "cellar/coal.py",
            '"""What burns."""\n\nfrom cellar.wine.red import HEAT\n',
            "cellar.coal: cellar.coal (floor 0) imports cellar.wine (floor 1)",
        ),
        (
            "cellar/bottles.py",
            '"""What breaks."""\n\n\ndef full():\n    import cellar.wine.red\n',
            "cellar.bottles: cellar.bottles (floor 1) imports cellar.wine (floor 1)",
        ),
        ("cellar/bottles.py", '"""What breaks."""\n\nimport attic.beams\n', "cellar/bottles.py imports attic"),
        ("cellar/rats.py", '"""What gnaws."""\n', "cellar.rats has no floor"),
        ("cellar/wine/red.py", '"""What stains?"""\n', "cellar/wine/red.py: What stains?"),
        ("cellar/wine/red.py", "HEAT = 7\n", "cellar/wine/red.py: no docstring"),
        (
            "cellar/wine/red.py",
            '"""What stains.\n"""\nimport numpy\n',
            "cellar/wine/red.py imports numpy, of {'attic'}",
        ),
        (
            "cellar/wine/red.py",
            '"""What stains."""\nimport pyarrow\n',
            "cellar/wine/red.py imports pyarrow, of no home in this table",
        ),
        ("cellar/wine/red_utils.py", '"""What stains."""\n', "cellar/wine/red_utils.py"),
        ("cellar/wine/red.py", '"""Long."""\n' + "A = 1\n" * 30, "cellar/wine/red.py has 31 lines"),
        (
            "cellar/wine/red.py",
            '"""Long."""\n\n\ndef pour():\n    """Pour."""\n' + "    a = 1\n" * 5,
            "cellar/wine/red.py: pour has a body of 5 lines",
        ),
        ("attic/beams.py", '"""Seen."""\nimport numpy\nnumpy.seterr("raise")\n', None),
        (
            "attic/beams.py",
            '"""Seen."""\nimport numpy\nnumpy.show()\n',
            "attic/beams.py:3 does something at import: numpy.show()",
        ),
        ("cellar/coal.py", '"""Late."""\n\n\ndef late(clock):\n    return clock.now()\n', None),
        (
            "cellar/bottles.py",
            '"""Late."""\n\n\ndef f(clock):\n    return clock.now()\n',
            "cellar/bottles.py reads now",
        ),
        (
            "tests/cellar/test_wine.py",
            "from tests.cellar.test_coal import burning\n",
            "tests/cellar/test_wine.py imports tests.cellar.test_coal",
        ),
        ("tests/garage/test_car.py", "", "tests/garage/test_car.py mirrors no folder garage"),
        ("tests/support/test_corks.py", "", "tests/support/test_corks.py"),
    ],
)
def test_a_file_that_breaks_a_rule_is_named(build: Build, place: str, text: str, complaint: str | None):
    found = complaints(build({place: text}))
    assert (complaint in found) if complaint else (found == [])


def test_a_folder_gets_no_eleventh_module_unless_it_is_named(build: Build):
    assert complaints(build(many("cellar/wine", 9) | many("attic/beams", 0))) == []
    assert complaints(build(many("cellar/wine", 10))) == ["cellar/wine has 11 modules"]


def test_modules_that_import_each_other_in_a_circle_are_named(build: Build):
    circle = {
        "cellar/wine/red.py": '"""One."""\n\nimport cellar.wine.white\n',
        "cellar/wine/white.py": '"""Other."""\n\nimport cellar.wine.red\n',
    }
    assert complaints(build(circle)) == ["attic.beams", "cellar.wine.red", "cellar.wine.white"]


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("import os\nHERE = os.environ['X']", True),
        ("def f(day=date.today()): pass", True),
        ("class A:\n    then = datetime.now()", True),
        ("class A:\n    now: date", False),
        ("@cache\ndef f():\n    return open('x')", False),
        ("SIZE = 3\ndef f():\n    import os\n    return os.environ", False),
        ("if __name__ == '__main__':\n    print(1)", False),
        ("F = lambda: datetime.now()", False),
    ],
)
def test_what_runs_at_import_is_told_from_what_runs_later(build: Build, source: str, found: bool):
    assert bool(list(source_rules.touched_at_import(build({"cellar/coal.py": source})))) == found
