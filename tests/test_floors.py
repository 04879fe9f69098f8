"""The floors of the house: who may import whom, where each outside tool lives, and what no module may do.

features          imports nothing of ours
models            imports features
training, serving import features and models, never each other
prezent*.py       the command line joins them; nobody imports it
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
EVERYWHERE = {"numpy", "pandas"}
HOMES = {
    "bentoml": {"serving"},
    "click": {
        "prezent.py",
        "prezent_options.py",
        "prezent_records.py",
        "prezent_search.py",
        "prezent_serving.py",
        "prezent_training.py",
    },
    "dask": {"training/distributed.py", "training/distributed_fit.py"},
    "distributed": {"training/distributed.py", "training/distributed_fit.py"},
    "jinja2": {"serving", "training/card/page.py"},
    "lightgbm": {"models", "training/distributed_fit.py"},
    "matplotlib": {"training/plots.py"},
    "optuna": {"training/search_trials.py"},
    "mlflow": {
        "models/card_files.py",
        "models/decision_book.py",
        "models/registry.py",
        "models/pyfunc_model.py",
        "training/tracking.py",
    },
    "numba": {"features/kernels.py", "models/compiled_lookup.py"},
    "openpyxl": {"serving"},
    "pyarrow": {"features/file_cells.py", "features/memory.py"},
    "pydantic": {"serving"},
    "rich": {"training/progress.py"},
    "shap": {"training/plots.py"},
    "sklearn": {"models", "training"},
    "sqlalchemy": {"models/registry.py", "features/store.py", "serving/store.py"},
    "starlette": {"serving"},
    "uvicorn": {"serving"},
}
# Where a clock or an environment is read: entry points, and the starter of BentoML's own processes.
ENTRY_POINTS = {
    "prezent.py",
    "prezent_options.py",
    "prezent_settings.py",
    "prezent_training.py",
    "serving/launch.py",
    "serving/service.py",
}
TOUCHING = {
    "open", "print", "input", "exec", "eval", "environ", "getenv", "putenv", "now", "today", "utcnow", "monotonic",
    "perf_counter", "sleep", "mkdir", "read_text", "read_bytes", "write_text", "write_bytes", "exists", "is_file",
    "is_dir", "iterdir", "glob", "rglob", "cwd", "home", "run", "Popen", "check_output", "urlopen", "seed",
    "default_rng", "basicConfig", "simplefilter", "filterwarnings", "setlocale", "getlocale", "set_option",
}  # fmt: skip
NO_HOME = {"utils", "util", "common", "misc", "base", "helper", "helpers", "manager", "managers", "tools"}
MODULE_LINES, BODY_LINES = 300, 40


def sources() -> list[Path]:
    packages = [path for package in FLOORS for path in (ROOT / package).rglob("*.py")]
    return sorted([*packages, *ROOT.glob("prezent*.py")])


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


def tops(path: Path) -> set[str]:
    return {name.partition(".")[0] for name in imports(path)}


@pytest.mark.parametrize("package", FLOORS)
def test_a_floor_imports_only_itself_and_the_floors_below(package: str):
    for path in (ROOT / package).rglob("*.py"):
        ours = {name for name in tops(path) if name in FLOORS or name.startswith("prezent")}
        assert ours <= FLOORS[package], f"{place(path)} imports {ours - FLOORS[package]}"


def test_each_outside_tool_is_imported_only_where_it_lives():
    for path in sources():
        for tool in tops(path) - set(FLOORS) - EVERYWHERE - set(sys.stdlib_module_names):
            if not tool.startswith("prezent"):
                assert tool in HOMES, f"{tool}, imported by {place(path)}, has no home in this table"
                homes = HOMES[tool]
                assert {place(path), place(path).partition("/")[0]} & homes, f"{place(path)} imports {tool}, of {homes}"


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
        is_named_model = place(path) == "models/pyfunc_model.py" and source.startswith("mlflow.models.set_model(")
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
def test_a_module_says_in_its_first_line_which_question_it_answers(path: Path):
    docstring = ast.get_docstring(tree(path))
    assert docstring, place(path)
    first = docstring.splitlines()[0]
    assert first.endswith(("?", ".")), f"{place(path)}: {first}"


def test_test_modules_have_names_of_their_own():
    names = [path.name for path in (ROOT / "tests").rglob("*.py") if path.name != "conftest.py"]
    assert sorted({name for name in names if names.count(name) > 1}) == []


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
