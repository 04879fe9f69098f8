"""Workbooks mangled at random: bytes flipped, XML cut, cells swapped, bombs; each import is bounded and watched."""

import datetime as dt
import io
import random
import re
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

from features.errors import PrezentError
from tests.support.sheets.books import Book, imported
from tests.support.sheets.broken import BASES
from tests.support.sheets.xlsb import xlsb

MEMORY = 3 * 2**30
_WORDS = (
    "Elev", "Data", "TOTAL", "12.10", "7/12.10", "a", "m", "x", "??", "", " ", "=1+1", "9" * 400, "é" * 3000, "\x07", "2025-2026",
    "Octombrie", "1e308", "-1", "0", "31.02", "FB", "nan", "inf", "<b>", "Nume\nși prenume", "Matematică", "8,9,10", "\ud83d\ude00",
)  # fmt: skip
_VALUES: tuple[object, ...] = (
    None,
    True,
    10**15,
    -(10**9),
    1e300,
    12.1,
    dt.datetime(1900, 1, 1),
    dt.datetime(9999, 12, 31),
    dt.time(1),
    *_WORDS,
)
Mangled = tuple[str, bytes]


def mangled(seed: int, samples: list[Mangled], folder: Path) -> Mangled:
    """Return the name and the bytes of a mangled file; the same for the same seed."""
    chance = random.Random(seed)
    name, data = chance.choice(samples)
    ways: list[Callable[[random.Random, bytes, Path], bytes]] = [
        _flipped,
        _cut,
        _members_mangled,
        _cells_swapped,
        _cells_swapped,
        _text,
    ]
    way = chance.choice(ways)
    return f"{seed}-{way.__name__.strip('_')}-{name}", way(chance, data, folder)


def samples(folder: Path, data: Path) -> list[Mangled]:
    """Return a right file of each format and layout."""
    made = []
    for base, (sheet, rows) in BASES.items():
        path = Book({sheet: rows}, name=f"{base}.xlsx").write(folder)
        made.append((path.name, path.read_bytes()))
    rows = [[cell if isinstance(cell, str | int | float) else "" for cell in row] for row in BASES["events"][1]]
    made.append(("events.xlsb", xlsb("Absențe", rows)))
    made.append(("events.csv", "\n".join(";".join(map(str, row)) for row in rows).encode()))
    return made + [(path.name, path.read_bytes()) for path in sorted(data.glob("registru.*"))]


def outcome(path: Path) -> str:
    """Import a file; return how that ended: ``imported``, or the class of what was told.

    Anything but an import or a sentence in both languages is raised.
    """
    try:
        result = imported(path)
    except PrezentError as error:
        told = all(error.sentences(language) for language in ("en", "ro"))
        return type(error).__name__ if told else "a mistake without a sentence"
    pupils = set(result.records.tables["enrolments"]["pupil_id"])
    assert all(set(frame["pupil_id"]) <= pupils for frame in result.records.tables.values())
    return "imported"


def _flipped(chance: random.Random, data: bytes, _folder: Path) -> bytes:
    changed_bytes = bytearray(data)
    for _ in range(chance.choice([1, 3, 20, 200])):
        changed_bytes[chance.randrange(len(data))] = chance.randrange(256)
    return bytes(changed_bytes)


def _cut(chance: random.Random, data: bytes, _folder: Path) -> bytes:
    start = chance.randrange(len(data))
    return data[:start] if chance.random() < 0.5 else data[:start] + data[start + chance.randrange(1, 2000) :]


def _members_mangled(chance: random.Random, data: bytes, folder: Path) -> bytes:
    """Mangle what is inside a zipped workbook and pack it again, so that only the reader of cells can notice."""
    if not data.startswith(b"PK"):
        return _flipped(chance, data, folder)
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as archive, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as copy:
        for name in archive.namelist():
            content = archive.read(name)
            if chance.random() < 0.05:
                continue
            if content and chance.random() < 0.4:
                content = chance.choice([_flipped, _cut, _nodes_cut, _numbers_grown, _repeated])(
                    chance, content, folder
                )
            copy.writestr(name, content)
    return out.getvalue()


def _nodes_cut(chance: random.Random, content: bytes, _folder: Path) -> bytes:
    nodes = list(re.finditer(rb"<[^<>]*>", content))
    if not nodes:
        return content
    node = chance.choice(nodes)
    return content[: node.start()] + chance.choice([b"", node.group() * 3, b"<x/>"]) + content[node.end() :]


def _numbers_grown(chance: random.Random, content: bytes, _folder: Path) -> bytes:
    """Let numbers be enormous: repeats, rows, places of shared texts."""
    numbers = list(re.finditer(rb"\d+", content))
    if not numbers:
        return content
    number = chance.choice(numbers)
    grown = chance.choice([b"1048576", b"4294967295", b"99999999999999999999", b"-1", b"0", b"16384"])
    return content[: number.start()] + grown + content[number.end() :]


def _repeated(chance: random.Random, content: bytes, _folder: Path) -> bytes:
    """Put in a megabyte, or a few dozen, of the same."""
    place = chance.randrange(len(content))
    return (
        content[:place]
        + chance.choice([b" ", b"<c/>", b"<row>"]) * chance.choice([10**4, 10**6, 10**7])
        + content[place:]
    )


def _cells_swapped(chance: random.Random, _data: bytes, folder: Path) -> bytes:
    """Change, swap and drop cells of a right workbook."""
    base = chance.choice(list(BASES))
    name, rows = BASES[base]
    copied = [list(row) for row in rows]
    for _ in range(chance.choice([1, 1, 2, 5])):
        row = chance.choice(copied)
        column = chance.randrange(len(row))
        other = chance.choice(copied)
        row[column] = chance.choice([chance.choice(_VALUES), other[chance.randrange(len(other))]])
    if chance.random() < 0.2:
        chance.shuffle(copied)
    book = Book({name: [[_writable(cell) for cell in row] for row in copied]}, name="swapped.xlsx")
    return book.write(folder).read_bytes()


def _writable(cell: object) -> object:
    if isinstance(cell, str):
        return (
            "".join(letter for letter in cell if letter == "\n" or letter >= " ")[:32_000]
            .encode("utf-16", "surrogatepass")
            .decode("utf-16", "replace")
        )
    return cell


def _text(chance: random.Random, _data: bytes, folder: Path) -> bytes:
    """Make a text file of odd cells."""
    rows = [
        [str(chance.choice(_VALUES)) for _ in range(chance.randrange(1, 8))] for _ in range(chance.randrange(1, 12))
    ]
    head = ["Elev", "Data", chance.choice(["Ore", "Nota", "Note", "Absențe", "Situația"])]
    text = "\n".join(chance.choice(";,\t").join(row) for row in [head, *rows])
    return text.encode(chance.choice(["utf-8", "utf-16", "utf-8-sig"]), "replace")


def every(seeds: Iterator[int], folder: Path, data: Path) -> Iterator[tuple[str, str]]:
    """Yield the name of each mangled file and how its import ended."""
    right = samples(folder, data)
    for seed in seeds:
        name, content = mangled(seed, right, folder)
        path = folder / f"mangled{Path(name).suffix}"
        path.write_bytes(content)
        yield name, outcome(path)
