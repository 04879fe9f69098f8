"""The floors of the house: who may import whom, where each outside tool lives, and what no module may do.

features          imports nothing of ours
models            imports features
training, serving import features and models, never each other
prezent           the command line joins them; nobody imports it

Inside each, every sub-package stands on a floor of its own (``ROOMS``) and imports only lower ones.
"""

import ast
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
FLOORS = {
    "features": {"features"},
    "models": {"features", "models"},
    "training": {"features", "models", "training"},
    "serving": {"features", "models", "serving"},
}
# Sub-packages, and modules beside them, from the ground up; those of one floor do not import each other.
ROOMS = {
    "features": (
        "arrays i18n progress",
        "days identity_numbers",
        "as_of errors",
        "schema synthetic.world",
        "reading",
        "synthetic.behaviour validation",
        "importers records synthetic.records",
        "importers.oulad importers.uci_student point_in_time synthetic",
        "catalogue",
        "table",
        "partitions",
    ),
    "models": ("explain", "risk", "ranking registry"),
    "training": (
        "cluster plan",
        "metrics",
        "dataset reporting.model_card",
        "evaluation",
        "promotion",
        "reporting tuning",
        "tracking",
        "pipeline",
    ),
    "serving": ("http model_store output", "api batch", "deployment"),
    "prezent": ("progress settings views", "options", "commands", "cli", "__main__"),
}
EVERYWHERE = {"numpy", "pandas"}
HOMES = {
    "bentoml": {"serving/api", "serving/deployment"},
    "click": {"prezent/cli.py", "prezent/options.py", "prezent/commands"},
    "dask": {"training/cluster"},
    "distributed": {"training/cluster"},
    "jinja2": {"serving/output", "training/reporting/model_card"},
    "lightgbm": {"models/risk", "training/cluster"},
    "matplotlib": {"training/reporting"},
    "optuna": {"training/tuning"},
    "mlflow": {"models/registry", "training/tracking"},
    "numba": {"features/point_in_time/events_numba.py", "models/explain/lookup_numba.py"},
    "openpyxl": {"serving/output"},
    "pyarrow": {"features/reading/csv_parquet.py", "features/partitions/process_memory.py"},
    "pydantic": {"serving/api"},
    "pydantic_core": {"serving/output"},
    "rich": {"prezent/progress.py", "serving/output/terminal.py"},
    "shap": {"training/reporting/plots.py"},
    "sklearn": {"models/risk", "training"},
    "sqlalchemy": {"models/registry"},
    "starlette": {"serving/api", "serving/deployment", "serving/http"},
    "uvicorn": {"serving/deployment"},
}
# Where a clock or an environment is read: entry points, and the starter of BentoML's own processes.
ENTRY_POINTS = {
    "prezent/cli.py",
    "prezent/options.py",
    "prezent/settings.py",
    "prezent/commands/training.py",
    "serving/deployment/server.py",
    "serving/api/service.py",
}
TOUCHING = {
    "open", "print", "input", "exec", "eval", "environ", "getenv", "putenv", "now", "today", "utcnow", "monotonic",
    "perf_counter", "sleep", "mkdir", "read_text", "read_bytes", "write_text", "write_bytes", "exists", "is_file",
    "is_dir", "iterdir", "glob", "rglob", "cwd", "home", "run", "Popen", "check_output", "urlopen", "seed",
    "default_rng", "basicConfig", "simplefilter", "filterwarnings", "setlocale", "getlocale", "set_option",
}  # fmt: skip
NO_HOME = {"utils", "util", "common", "misc", "base", "helper", "helpers", "manager", "managers", "tools"}
MODULE_LINES, BODY_LINES = 300, 40
FILES_IN_A_FOLDER = 10
MORE_FILES = {"training/reporting/model_card": 15}


def sources() -> list[Path]:
    return sorted(path for package in ROOMS for path in (ROOT / package).rglob("*.py"))


def place(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def module_name(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


@cache
def imports(path: Path, *, types_too: bool = True) -> frozenset[str]:
    """Return every module that is imported anywhere in a file, also inside functions."""
    found: set[str] = set()
    for node in walk(tree(path), types_too=types_too):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{place(path)}: imports are written in full"
            found |= {str(node.module)} | {f"{node.module}.{alias.name}" for alias in node.names}
    return frozenset(found)


def walk(node: ast.AST, *, types_too: bool = True) -> Iterator[ast.AST]:
    """Walk a tree; ``if TYPE_CHECKING`` is left out unless types count too."""
    yield node
    if not types_too and isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
        return
    for child in ast.iter_child_nodes(node):
        yield from walk(child, types_too=types_too)


def room(module: str) -> str:
    """Return the sub-package a module is of, or the module itself where it stands beside them."""
    names = {module_name(path) for path in sources()}
    is_package = any(name.startswith(f"{module}.") for name in names)
    return module if is_package or module.count(".") == 1 else module.rpartition(".")[0]


def storeys(top: str) -> dict[str, int]:
    return {f"{top}.{name}": floor for floor, names in enumerate(ROOMS[top]) for name in names.split()}


def tops(path: Path) -> set[str]:
    return {name.partition(".")[0] for name in imports(path)}


@pytest.mark.parametrize("package", FLOORS)
def test_a_floor_imports_only_itself_and_the_floors_below(package: str):
    for path in (ROOT / package).rglob("*.py"):
        ours = {name for name in tops(path) if name in FLOORS or name.startswith("prezent")}
        assert ours <= FLOORS[package], f"{place(path)} imports {ours - FLOORS[package]}"


def wrong_steps(path: Path, names: set[str]) -> Iterator[str]:
    """Say which imports of a module lead to a room on its own floor or above."""
    top = module_name(path).partition(".")[0]
    floor_of, here = storeys(top), room(module_name(path))
    if here == top:  # the package itself holds nothing but its first line
        return
    for there in sorted({room(name) for name in names if name.partition(".")[0] == top} - {here, top}):
        if floor_of[there] >= floor_of[here]:
            yield f"{place(path)}: {here} (floor {floor_of[here]}) imports {there} (floor {floor_of[there]})"


@pytest.mark.parametrize("top", ROOMS)
def test_a_room_imports_only_rooms_on_lower_floors(top: str):
    names = {module_name(path) for path in sources()}
    mine = [path for path in sources() if module_name(path).partition(".")[0] == top]
    assert sorted({room(module_name(path)) for path in mine} - {top}) == sorted(storeys(top)), "every room has a floor"
    assert [step for path in mine for step in wrong_steps(path, set(imports(path) & names))] == []


def folders() -> dict[str, int]:
    found = [path.parent.relative_to(ROOT).as_posix() for path in sources() if path.name != "__init__.py"]
    return {folder: found.count(folder) for folder in found}


def test_a_folder_has_at_most_ten_modules():
    assert {name: n for name, n in folders().items() if n > MORE_FILES.get(name, FILES_IN_A_FOLDER)} == {}


def test_each_outside_tool_is_imported_only_where_it_lives():
    for path in sources():
        for tool in tops(path) - set(FLOORS) - EVERYWHERE - set(sys.stdlib_module_names):
            if tool != "prezent":
                assert tool in HOMES, f"{tool}, imported by {place(path)}, has no home in this table"
                here = {
                    place(path),
                    *(parent.relative_to(ROOT).as_posix() for parent in path.parents[:-1] if ROOT in parent.parents),
                }
                assert here & HOMES[tool], f"{place(path)} imports {tool}, of {HOMES[tool]}"


def test_no_module_imports_itself_in_a_circle():
    names = {module_name(path): path for path in sources()}
    graph = {name: (imports(path, types_too=False) & names.keys()) - {name} for name, path in names.items()}
    while leaves := [name for name, needed in graph.items() if not needed & graph.keys()]:
        graph = {name: needed for name, needed in graph.items() if name not in leaves}
    assert sorted(graph) == [], "these modules import each other in a circle"


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

    for statement in tree(path).body:
        if not (isinstance(statement, ast.If) and "__main__" in ast.unparse(statement.test)):
            yield from visit(statement)


def names_read(path: Path) -> Iterator[tuple[ast.expr, str]]:
    for node in at_import(path):
        if isinstance(node, ast.Attribute | ast.Name) and isinstance(node.ctx, ast.Load):
            yield node, node.attr if isinstance(node, ast.Attribute) else node.id


@pytest.mark.parametrize("path", sources(), ids=place)
def test_nothing_happens_at_import(path: Path):
    """No file, clock, environment, chance, network or global setting; only imports, definitions and constants."""
    for node, name in names_read(path):
        assert name not in TOUCHING, f"{place(path)}:{node.lineno} uses {name} at import"


@pytest.mark.parametrize("path", sources(), ids=place)
def test_a_module_holds_imports_definitions_and_constants(path: Path):
    allowed = (
        ast.Import,
        ast.ImportFrom,
        ast.FunctionDef,
        ast.AsyncFunctionDef,
        ast.ClassDef,
        ast.Assign,
        ast.AnnAssign,
    )
    for statement in tree(path).body:
        source = ast.unparse(statement)
        is_text = isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)
        is_guard = isinstance(statement, ast.If) and ("TYPE_CHECKING" in source or "__main__" in source)
        # MLflow runs this one file to load a model, and asks it to name the model.
        is_named_model = place(path) == "models/registry/pyfunc_model.py" and source.startswith(
            "mlflow.models.set_model("
        )
        assert isinstance(statement, allowed) or is_text or is_guard or is_named_model, (
            f"{place(path)}:{statement.lineno} does something at import: {source.splitlines()[0]}"
        )


def test_clock_and_environment_are_read_at_entry_points_only():
    for path in sources():
        if place(path) not in ENTRY_POINTS:
            used = {node.attr for node in ast.walk(tree(path)) if isinstance(node, ast.Attribute)}
            read = used & {"environ", "getenv", "now", "utcnow", "getlocale"}
            assert not read, f"{place(path)} reads {read}"


@pytest.mark.parametrize("path", sources(), ids=place)
def test_modules_and_functions_are_short(path: Path):
    lines = len(path.read_text(encoding="utf-8").splitlines())
    assert lines <= MODULE_LINES, f"{place(path)} has {lines} lines"
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            start = node.body[ast.get_docstring(node) is not None and len(node.body) > 1]
            length = (node.end_lineno or 0) - start.lineno + 1
            assert length <= BODY_LINES, f"{place(path)}: {node.name} has a body of {length} lines"


def test_no_module_has_a_name_that_says_nothing():
    assert [place(path) for path in sources() if NO_HOME & set(path.stem.lower().split("_"))] == []


@pytest.mark.parametrize("path", sources(), ids=place)
def test_the_first_line_of_a_module_states_what_it_holds(path: Path):
    docstring = ast.get_docstring(tree(path))
    assert docstring, place(path)
    first = docstring.splitlines()[0]
    assert first.endswith("."), f"{place(path)}: {first}"


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
def test_this_test_sees_what_runs_at_import(tmp_path: Path, source: str, found: bool):
    path = tmp_path / "module.py"
    path.write_text(source)
    assert bool({name for _, name in names_read(path)} & TOUCHING) == found
