"""Elements of Ed-Fi interchange files, one after the other, however long the file is."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from xml.parsers import expat

from features.i18n.text import Bilingual
from features.importers.edfi.resources import ID, OLDER_ELEMENTS, column_name
from features.schema.problems import Problem, in_quotes

_AT_ONCE = 2**16
_DEEPEST = 100
_ROOT = "Interchange"


@dataclass(frozen=True)
class Element:
    """The texts of one element by column, and the line on which it begins."""

    name: str
    line: int
    texts: Mapping[str, str]


class UnreadableFileError(Exception):
    """A file that is not read further, and why."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.code)
        self.problem = problem


def read_elements(path: Path, columns: Mapping[str, frozenset[str]]) -> Iterator[Element]:
    """Yield the elements of an interchange file that have columns, with only these.

    Nothing but the element that is being read is kept. A document that declares anything itself is refused before
    anything of it is unfolded.

    Raises
    ------
    UnreadableFileError
        If the file is cut, damaged, declares entities, or is no interchange.
    """
    parser = expat.ParserCreate()
    reading = _Reading(path.name, columns, parser)
    try:
        with path.open("rb") as opened:
            while piece := opened.read(_AT_ONCE):
                parser.Parse(piece)
                yield from reading.taken()
            parser.Parse(b"", True)
            yield from reading.taken()
    except expat.ExpatError as error:
        raise UnreadableFileError(_damaged(path.name, error.lineno)) from None
    except OSError:
        raise UnreadableFileError(_damaged(path.name, 0)) from None


def _damaged(file: str, line: int) -> Problem:
    found = Bilingual("XML that breaks off or is damaged", "XML care se întrerupe sau este deteriorat")
    return Problem("broken_markup", file, (line,) if line else (), found=found, values={"format": "XML"})


@dataclass
class _Reading:
    """Where the parser stands: the names above, the element being read, and those that are done."""

    file: str
    columns: Mapping[str, frozenset[str]]
    parser: expat.XMLParserType
    path: list[str] = field(default_factory=list)
    done: list[Element] = field(default_factory=list)
    texts: dict[str, tuple[int, str]] = field(default_factory=dict)
    wanted: frozenset[str] = frozenset()
    line: int = 0
    letters: list[str] | None = None

    def __post_init__(self) -> None:
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._text
        self.parser.StartDoctypeDeclHandler = self._declaration

    def taken(self) -> list[Element]:
        done, self.done = self.done, []
        return done

    def _start(self, tag: str, attributes: Mapping[str, str]) -> None:
        name = tag.rpartition(":")[2]
        if not self.path and not name.startswith(_ROOT):
            raise UnreadableFileError(
                Problem("not_of_system", self.file, (1,), "", in_quotes(name), {"system": "Ed-Fi (Interchange…)"})
            )
        self.path.append(name)
        if len(self.path) == 2:
            element = OLDER_ELEMENTS.get(name, name)
            self.wanted, self.texts = self.columns.get(element, frozenset()), {}
            self.line = self.parser.CurrentLineNumber
            self._put(ID, attributes.get("id", ""))
        elif len(self.path) > _DEEPEST:
            raise UnreadableFileError(_damaged(self.file, self.parser.CurrentLineNumber))
        self.letters = [] if self.wanted and column_name(name) in self.wanted else None
        if len(self.path) > 2:
            self._put(column_name(name), attributes.get("ref", ""))

    def _put(self, name: str, text: str) -> None:
        """Keep a text, unless one nearer to the top was there before."""
        depth = len(self.path)
        if text and name in self.wanted and (name not in self.texts or depth < self.texts[name][0]):
            self.texts[name] = depth, text

    def _text(self, text: str) -> None:
        if self.letters is not None:
            self.letters.append(text)

    def _end(self, tag: str) -> None:
        if self.letters is not None:
            self._put(column_name(tag.rpartition(":")[2]), "".join(self.letters).strip())
            self.letters = None
        if len(self.path) == 2 and self.wanted:
            name = OLDER_ELEMENTS.get(self.path[1], self.path[1])
            self.done.append(Element(name, self.line, {key: text for key, (_, text) in self.texts.items()}))
            self.wanted = frozenset()
        self.path.pop()

    def _declaration(self, name: str, *_rest: object) -> None:
        raise UnreadableFileError(
            Problem(
                "declared_entities", self.file, (self.parser.CurrentLineNumber,), found=in_quotes(f"DOCTYPE {name}")
            )
        )
