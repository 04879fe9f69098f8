"""The modules that a logged model needs, copied into a package of their own.

A version is loaded where there is no Prezent, or another one, or other packages named ``features`` and ``models``. So
what scores travels with it as ``prezent_model``: the module that MLflow loads, and all that it imports of ours.
"""

import ast
import re
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

PACKAGE = "prezent_model"

_OURS = ("features", "models")
_IMPORT = re.compile(rf"^(\s*)from ((?:{'|'.join(_OURS)})\.[\w.]+) import ", re.MULTILINE)


def write_code(module: str, folder: Path) -> Path:
    """Copy a module and all that it imports of ours into the package ``prezent_model``; return the package's folder."""
    waiting, done = [module], set[str]()
    while waiting:
        name = waiting.pop()
        if name not in done:
            done.add(name)
            source = _source(name)
            waiting += _imports(source)
            path = folder.joinpath(PACKAGE, *name.split(".")).with_suffix(".py")
            path.parent.mkdir(parents=True, exist_ok=True)
            for package in path.relative_to(folder).parents[:-1]:
                (folder / package / "__init__.py").touch()
            path.write_text(_IMPORT.sub(rf"\1from {PACKAGE}.\2 import ", source), encoding="utf-8", newline="\n")
    return folder / PACKAGE


def _source(module: str) -> str:
    found = find_spec(module)
    if found is None or found.origin is None:
        raise ModuleNotFoundError(module)
    return Path(found.origin).read_text(encoding="utf-8")


def _imports(source: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.split(".")[0] in _OURS:
            yield node.module
