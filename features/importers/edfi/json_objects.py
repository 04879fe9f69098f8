"""Objects of Ed-Fi resources as the API answers them: an array a file, page by page, or an object a line."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path

from features.cells.visible_letters import whole_letters
from features.i18n.text import Bilingual
from features.importers.edfi.resources import column_name
from features.importers.edfi.xml_elements import Element, UnreadableFileError
from features.schema.problems import Problem

_DEEPEST = 20


def read_objects(path: Path, element: str, columns: frozenset[str]) -> Iterator[Element]:
    """Yield the objects of a file with only these columns; their lines are their places, from 1.

    Raises
    ------
    UnreadableFileError
        If the file is cut, damaged, holds no objects, or texts that are none.
    """
    for place, answer in enumerate(_answers(path), start=1):
        if not isinstance(answer, dict):
            raise UnreadableFileError(_damaged(path.name, place))
        texts: dict[str, tuple[int, str]] = {}
        _gather(answer, columns, texts, depth=0)
        if any(whole_letters(text) != text for _, text in texts.values()):
            raise UnreadableFileError(_half_a_letter(path.name, place))
        yield Element(element, place, {name: text for name, (_, text) in texts.items()})


def _answers(path: Path) -> list[object]:
    try:
        text = path.read_text(encoding="utf-8-sig")
        if path.suffix.lower() == ".jsonl":
            return [json.loads(line) for line in text.splitlines() if line.strip()]
        answers = json.loads(text)
    except json.JSONDecodeError as error:
        raise UnreadableFileError(_damaged(path.name, error.lineno)) from None
    except (OSError, ValueError, RecursionError):
        raise UnreadableFileError(_damaged(path.name, 0)) from None
    if not isinstance(answers, list):
        raise UnreadableFileError(_damaged(path.name, 0))
    return answers


def _damaged(file: str, line: int) -> Problem:
    found = Bilingual("JSON that breaks off or is no list of objects", "JSON care se întrerupe sau nu este o listă de "
                      "obiecte")  # fmt: skip
    return Problem("broken_markup", file, (line,) if line else (), found=found, values={"format": "JSON"})


def _half_a_letter(file: str, place: int) -> Problem:
    found = Bilingual("half a letter, such as \\ud800", "o jumătate de literă, precum \\ud800")
    return Problem("broken_markup", file, (place,), found=found, values={"format": "JSON"})


def _gather(
    answer: Mapping[str, object], columns: frozenset[str], texts: dict[str, tuple[int, str]], *, depth: int
) -> None:
    """Keep the texts of the columns; of one that is there twice, that nearest to the top, then the first."""
    for key, value in answer.items():
        name = column_name(key)
        if isinstance(value, dict | list):
            inner = value if isinstance(value, list) else [value]
            for each in inner if depth < _DEEPEST else ():
                if isinstance(each, dict):
                    _gather(each, columns, texts, depth=depth + 1)
        elif value is not None and name in columns and (name not in texts or depth < texts[name][0]):
            texts[name] = depth, str(value).lower() if isinstance(value, bool) else str(value).strip()
