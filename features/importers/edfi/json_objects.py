"""Objects of Ed-Fi resources as the API answers them: an array a file, page by page, or an object a line."""

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from features.cells.visible_letters import whole_letters
from features.i18n.text import Bilingual
from features.importers.edfi.resources import column_name
from features.importers.edfi.xml_elements import Element, UnreadableFileError
from features.schema.problems import Problem, in_quotes

_DEEPEST = 20
LINES = (".jsonl", ".ndjson")  # endings of files with an object a line
_WRAPPERS = ("value", "items", "data", "results")  # what programs that fetch pages put the array under
_CHANGES = {"keyValues", "oldKeyValues", "newKeyValues"}  # of what the API tells of deleted and renamed things
# Another school and year than those the thing is of, links of the API, and what a district added itself.
_OF_OTHERS = frozenset({"nextYearSchoolReference", "classOfSchoolYearTypeReference", "link", "_ext"})


def read_objects(path: Path, element: str, columns: frozenset[str]) -> Iterator[Element]:
    """Yield the objects of a file with only these columns; their places are those in the array, or their lines.

    Raises
    ------
    UnreadableFileError
        If the file is cut, damaged, holds no objects, only what changed, or texts that are none.
    """
    for place, answer in _answers(path, columns):
        if not isinstance(answer, dict):
            raise UnreadableFileError(_no_objects(path.name, answer, (place,)))
        if changes := _CHANGES & answer.keys():
            found = in_quotes(min(changes))
            raise UnreadableFileError(Problem("not_bulk", path.name, (place,), found=found))
        texts = _texts(answer, columns)
        if any(whole_letters(text) != text for text in texts.values()):
            raise UnreadableFileError(_half_a_letter(path.name, place))
        yield Element(element, place, texts)


def _answers(path: Path, columns: frozenset[str]) -> Iterator[tuple[int, object]]:
    try:
        data = path.read_bytes()
        text = data.decode(json.detect_encoding(data))
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        found = Bilingual("letters in another encoding", "litere în altă codare")
        raise UnreadableFileError(Problem("not_utf8", path.name, (line,), found=found)) from None
    except OSError:
        raise UnreadableFileError(_damaged(path.name, 0)) from None
    if path.suffix.lower() in LINES:
        for number, of_line in enumerate(text.split("\n"), start=1):
            if of_line.strip():
                yield number, _parsed(of_line, path.name, number)
        return
    answer = _parsed(text, path.name, 0)
    answers = answer if isinstance(answer, list) else _unwrapped(answer, columns)
    if answers is None:
        raise UnreadableFileError(_no_objects(path.name, answer, ()))
    yield from enumerate(answers, start=1)


def _parsed(text: str, file: str, line: int) -> object:
    try:
        parsed: object = json.loads(text)
    except json.JSONDecodeError as error:
        raise UnreadableFileError(_damaged(file, line or error.lineno)) from None
    except (ValueError, RecursionError):
        raise UnreadableFileError(_damaged(file, line)) from None
    return parsed


def _unwrapped(answer: object, columns: frozenset[str]) -> Sequence[object] | None:
    """Return the objects of an answer that is no array: those it has under a name for them, or itself; else None."""
    if not isinstance(answer, dict):
        return None
    for name in _WRAPPERS:
        if isinstance(answer.get(name), list):
            return list(answer[name])
    return [answer] if set(_texts(answer, columns)) - {"id"} else None


def _damaged(file: str, line: int) -> Problem:
    found = Bilingual("JSON that breaks off or is damaged", "JSON care se întrerupe sau este deteriorat")
    return Problem("broken_markup", file, (line,) if line else (), found=found, values={"format": "JSON"})


def _no_objects(file: str, answer: object, place: tuple[int, ...]) -> Problem:
    """Return the problem of what is none of the resource's objects; an answer of the API that refuses says why."""
    said = next((answer[key] for key in ("message", "detail", "title", "error") if answer.get(key)), "") if (
        isinstance(answer, dict)
    ) else ""  # fmt: skip
    other = Bilingual("something else", "altceva")
    return Problem("not_objects", file, place, found=in_quotes(str(said)) if isinstance(said, str) and said else other)


def _half_a_letter(file: str, place: int) -> Problem:
    found = Bilingual("half a letter, such as \\ud800", "o jumătate de literă, precum \\ud800")
    return Problem("broken_markup", file, (place,), found=found, values={"format": "JSON"})


def _texts(answer: Mapping[str, object], columns: frozenset[str]) -> dict[str, str]:
    texts: dict[str, tuple[int, str]] = {}
    _gather(answer, columns, texts, depth=0)
    return {name: text for name, (_, text) in texts.items()}


def _gather(
    answer: Mapping[str, object], columns: frozenset[str], texts: dict[str, tuple[int, str]], *, depth: int
) -> None:
    """Keep the texts of the columns; of one that is there twice, that nearest to the top, then the first."""
    for key, value in answer.items():
        name = column_name(key)
        if key in _OF_OTHERS:
            continue
        if isinstance(value, dict | list):
            inner = value if isinstance(value, list) else [value]
            for each in inner if depth < _DEEPEST else ():
                if isinstance(each, dict):
                    _gather(each, columns, texts, depth=depth + 1)
        elif value is not None and name in columns and (name not in texts or depth < texts[name][0]):
            texts[name] = depth, _text(value)


def _text(value: object) -> str:
    """Return a value as text; a whole number is written without a fraction, whatever program wrote it.

    >>> _text(True), _text(12.0), _text(12.5), _text(" a ")
    ('true', '12', '12.5', 'a')
    """
    if isinstance(value, bool):
        return str(value).lower()
    whole = isinstance(value, float) and value.is_integer()
    return str(int(value) if whole else value).strip()  # type: ignore[call-overload]
