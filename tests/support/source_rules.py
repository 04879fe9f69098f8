"""The rules of the house as functions of a source tree: each yields what breaks it, and nothing where all is well."""

import ast
import sys
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

TOUCHING = {
    "open", "print", "input", "exec", "eval", "environ", "getenv", "putenv", "now", "today", "utcnow", "monotonic",
    "perf_counter", "sleep", "mkdir", "read_text", "read_bytes", "write_text", "write_bytes", "exists", "is_file",
    "is_dir", "iterdir", "glob", "rglob", "cwd", "home", "run", "Popen", "check_output", "urlopen", "seed",
    "default_rng", "basicConfig", "simplefilter", "filterwarnings", "setlocale", "getlocale", "set_option",
}  # fmt: skip
CLOCK_AND_ENVIRONMENT = {"environ", "getenv", "now", "utcnow", "getlocale"}
NO_NAMES = {"utils", "util", "common", "misc", "base", "helper", "helpers", "manager", "managers", "tools"}
DEFINITIONS = (
    ast.Import, ast.ImportFrom, ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Assign, ast.AnnAssign,
)  # fmt: skip

Rooms = Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class SourceTree:
    """The packages below a folder; ``rooms`` has, for each, its sub-packages floor by floor from the ground up."""

    root: Path
    rooms: Rooms

    @cached_property
    def files(self) -> dict[str, Path]:
        """Each file by its place, like ``models/risk/model.py``."""
        found = sorted(path for package in self.rooms for path in (self.root / package).rglob("*.py"))
        return {path.relative_to(self.root).as_posix(): path for path in found}

    @cached_property
    def modules(self) -> dict[str, Path]:
        """Each file by the name under which it is imported."""
        return {module_name(place): path for place, path in self.files.items()}

    def room(self, module: str) -> str:
        """Return the sub-package a module is of, or the module itself where it stands beside them.

        Migrations are of the application whose tables they make.
        """
        if module.startswith("serving.web."):
            module = module.partition(".migrations")[0]
        is_package = any(name.startswith(f"{module}.") for name in self.modules)
        return module if is_package or module.count(".") <= 1 else module.rpartition(".")[0]


def module_name(place: str) -> str:
    return place.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


@cache
def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def walk(node: ast.AST, *, types_too: bool = True) -> Iterator[ast.AST]:
    """Walk a tree; ``if TYPE_CHECKING`` is left out unless types count too."""
    yield node
    if not types_too and isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
        return
    for child in ast.iter_child_nodes(node):
        yield from walk(child, types_too=types_too)


@cache
def imports(path: Path, *, types_too: bool = True) -> frozenset[str]:
    """Return every module that is imported anywhere in a file, also inside functions."""
    found: set[str] = set()
    for node in walk(parsed(path), types_too=types_too):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: imports are written in full"
            found |= {str(node.module)} | {f"{node.module}.{alias.name}" for alias in node.names}
    return frozenset(found)


def top_names(path: Path) -> set[str]:
    return {name.partition(".")[0] for name in imports(path)}


# Floors


def forbidden_packages(tree: SourceTree, allowed: Mapping[str, Collection[str]]) -> Iterator[str]:
    """Yield the files that import a package which theirs may not."""
    for place, path in tree.files.items():
        package = place.partition("/")[0]
        if package in allowed and (wrong := (top_names(path) & set(tree.rooms)) - set(allowed[package])):
            yield f"{place} imports {', '.join(sorted(wrong))}"


def storeys(rooms: Rooms) -> dict[str, int]:
    """Return the floor of each room."""
    return {
        f"{top}.{name}": floor
        for top, floors in rooms.items()
        for floor, names in enumerate(floors)
        for name in names.split()
    }


def drawing(rooms: Rooms) -> str:
    """Return the floors as a text, the highest first; a name after another on one line is on the same floor."""
    lines = []
    for top in reversed(rooms):
        floors = list(enumerate(rooms[top]))
        for floor, names in reversed(floors):
            lines.append(f"  {top if floor == len(floors) - 1 else '':10}{floor:3}  {', '.join(names.split())}")
        lines.append("")
    return "\n".join(lines).rstrip() + "\n"


def unequal_rooms(tree: SourceTree) -> Iterator[str]:
    """Yield rooms without a floor, and names in the table that no room has."""
    floor_of = storeys(tree.rooms)
    there = {tree.room(module) for module in tree.modules} - set(tree.rooms)
    yield from (f"{room} has no floor" for room in sorted(there - set(floor_of)))
    yield from (f"{room} is not there" for room in sorted(set(floor_of) - there))


def wrong_steps(tree: SourceTree) -> Iterator[str]:
    """Yield the imports that lead to a room on the same floor or above."""
    floor_of = storeys(tree.rooms)
    for module, path in tree.modules.items():
        top, here = module.partition(".")[0], tree.room(module)
        if here == top:  # the package itself holds nothing but its first line
            continue
        ours = {name for name in imports(path) & set(tree.modules) if name.startswith(f"{top}.")}
        for there in sorted({tree.room(name) for name in ours} - {here, top}):
            if floor_of.get(there, -1) >= floor_of.get(here, sys.maxsize):
                yield f"{module}: {here} (floor {floor_of[here]}) imports {there} (floor {floor_of[there]})"


def circles(tree: SourceTree) -> list[str]:
    """Return the modules that import each other in a circle, or are imported between such."""
    graph = {name: (imports(path, types_too=False) & set(tree.modules)) - {name} for name, path in tree.modules.items()}
    while leaves := [name for name, needed in graph.items() if not needed & graph.keys()]:
        graph = {name: needed for name, needed in graph.items() if name not in leaves}
    return sorted(graph)


def homeless_tools(tree: SourceTree, homes: Mapping[str, Collection[str]], *, anywhere: set[str]) -> Iterator[str]:
    """Yield the files that import an outside tool where it does not live."""
    known = anywhere | set(tree.rooms) | set(sys.stdlib_module_names)
    for place, path in tree.files.items():
        above = {parent.as_posix() for parent in Path(place).parents}
        for tool in sorted(top_names(path) - known):
            if not ({place} | above) & set(homes.get(tool, ())):
                yield f"{place} imports {tool}, of {homes.get(tool, 'no home in this table')}"


# Shape


def crowded_folders(tree: SourceTree, *, most: int) -> Iterator[str]:
    """Yield the folders with more modules than ``most``."""
    counts = Counter(str(Path(place).parent.as_posix()) for place in tree.files if not place.endswith("__init__.py"))
    for folder, count in counts.items():
        if count > most:
            yield f"{folder} has {count} modules"


def long_pieces(tree: SourceTree, *, module_lines: int, body_lines: int) -> Iterator[str]:
    """Yield modules and bodies of functions that are too long."""
    for place, path in tree.files.items():
        lines = len(path.read_text(encoding="utf-8").splitlines())
        if lines > module_lines:
            yield f"{place} has {lines} lines"
        for node in ast.walk(parsed(path)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                start = node.body[ast.get_docstring(node) is not None and len(node.body) > 1]
                length = (node.end_lineno or 0) - start.lineno + 1
                if length > body_lines:
                    yield f"{place}: {node.name} has a body of {length} lines"


def names_that_say_nothing(tree: SourceTree) -> Iterator[str]:
    yield from (place for place, path in tree.files.items() if NO_NAMES & set(path.stem.lower().split("_")))


def first_lines_that_state_nothing(tree: SourceTree) -> Iterator[str]:
    """Yield modules without a docstring, and those whose first line is no statement that ends with a full stop."""
    for place, path in tree.files.items():
        first = (ast.get_docstring(parsed(path)) or "").partition("\n")[0]
        if not first.endswith("."):
            yield f"{place}: {first or 'no docstring'}"


# What happens when


def at_import(path: Path) -> Iterator[ast.AST]:
    """Yield what runs when a module is imported: all but the bodies of its functions and its ``main`` part."""

    def visit(node: ast.AST) -> Iterator[ast.AST]:
        yield node
        if isinstance(node, ast.Lambda):
            return
        function = isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        skipped = node.body if function else []
        for child in ast.iter_child_nodes(node):
            if child not in skipped:
                yield from visit(child)

    for statement in parsed(path).body:
        if not (isinstance(statement, ast.If) and "__main__" in ast.unparse(statement.test)):
            yield from visit(statement)


def touched_at_import(tree: SourceTree) -> Iterator[str]:
    """Yield files, clocks, environments, chance, network and global settings that importing a module touches."""
    for place, path in tree.files.items():
        for node in at_import(path):
            if isinstance(node, ast.Attribute | ast.Name) and isinstance(node.ctx, ast.Load):
                name = node.attr if isinstance(node, ast.Attribute) else node.id
                if name in TOUCHING:
                    yield f"{place}:{node.lineno} uses {name} at import"


def done_at_import(tree: SourceTree, *, besides: Mapping[str, str]) -> Iterator[str]:
    """Yield statements of modules that are no import, definition, constant or text; ``besides`` allows one more."""
    for place, path in tree.files.items():
        for statement in parsed(path).body:
            source = ast.unparse(statement)
            is_text = isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)
            is_guard = isinstance(statement, ast.If) and ("TYPE_CHECKING" in source or "__main__" in source)
            is_allowed = place in besides and source.startswith(besides[place])
            if not (isinstance(statement, DEFINITIONS) or is_text or is_guard or is_allowed):
                yield f"{place}:{statement.lineno} does something at import: {source.splitlines()[0]}"


def clocks_and_environments(tree: SourceTree, *, entry_points: Collection[str]) -> Iterator[str]:
    """Yield the files that read a clock or an environment, and are no entry points."""
    for place, path in tree.files.items():
        used = {node.attr for node in ast.walk(parsed(path)) if isinstance(node, ast.Attribute)}
        if place not in entry_points and (read := used & CLOCK_AND_ENVIRONMENT):
            yield f"{place} reads {', '.join(sorted(read))}"


# Tests


def imports_between_tests(root: Path) -> Iterator[str]:
    """Yield what test modules import of each other: what several need is a fixture, or stands in ``tests.support``."""
    for path in sorted((root / "tests").rglob("*.py")):
        for name in sorted(imports(path)):
            if name.partition(".")[0] == "tests" and not (name == "tests" or f"{name}.".startswith("tests.support.")):
                yield f"{path.relative_to(root).as_posix()} imports {name}"


def unmirrored_tests(root: Path) -> Iterator[str]:
    """Yield the folders of tests that mirror no folder of sources."""
    for path in sorted((root / "tests").rglob("test_*.py")):
        folder = path.parent.relative_to(root / "tests")
        if not (root / folder).is_dir():
            yield f"{path.relative_to(root).as_posix()} mirrors no folder {folder.as_posix()}"


def misplaced_tests(root: Path) -> Iterator[str]:
    """Yield files that collect as tests although they are helpers."""
    yield from (str(path.relative_to(root)) for path in sorted((root / "tests" / "support").rglob("test_*.py")))
