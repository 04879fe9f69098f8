"""Which sentences of the pages are to be translated? As Django finds them: in templates, and in calls of gettext."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from django.utils.translation.template import templatize

PAGES = Path(__file__).parents[3] / "serving" / "web"
_TEXT = r"""u?('(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")"""
_IN_TEMPLATE = re.compile(rf"\b(n?p?gettext|_)\({_TEXT}(?:, {_TEXT})?(?:, {_TEXT})?")
_CALLS = {"_", "gettext", "ngettext", "pgettext", "npgettext"}


def sentences() -> dict[str, set[str]]:
    """Return each sentence as a catalogue keys it (context, plural), with the files that say it."""
    found: dict[str, set[str]] = {}
    for path in sorted(each for each in PAGES.rglob("templates/**/*") if each.suffix in (".html", ".txt")):
        for key in _of_template(path.read_text(encoding="utf-8")):
            found.setdefault(key, set()).add(path.name)
    for path in sorted(PAGES.rglob("*.py")):
        for key in _of_module(path.read_text(encoding="utf-8")):
            found.setdefault(key, set()).add(path.name)
    return found


def _of_template(text: str) -> Iterator[str]:
    for call, *texts in _IN_TEMPLATE.findall(templatize(text)):
        yield _key(call, [ast.literal_eval(each) for each in texts if each])


def _of_module(text: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            call = node.func.id.removesuffix("_lazy")
            texts = [each.value for each in node.args if isinstance(each, ast.Constant) and isinstance(each.value, str)]
            if call in _CALLS and texts:
                yield _key(call, texts)


def _key(call: str, texts: list[str]) -> str:
    if "p" in call:
        context, *texts = texts
        return f"{context}\x04" + "\0".join(texts)
    return "\0".join(texts)
