"""Where a pseudonym stands: in a text, in the bytes of a file, in what is packed inside it."""

import gzip
import re
import zipfile
import zlib
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import IO

from features.store.erasure.table_files import LONG, has_rows, is_table

GONE = "…"  # stands where a pseudonym stood in a text
_WORD = re.compile(r"[\w-]+")
_OURS = re.compile(rb"(?=(p[a-z2-7]{19}))")  # a pseudonym as an import makes it, wherever it begins
_LIKE_OURS = re.compile(r"p[a-z2-7]{19}")
_CHUNK = 2**24  # bytes
_DAMAGED = (OSError, EOFError, zlib.error, zipfile.BadZipFile, RuntimeError, NotImplementedError, ValueError)


@dataclass(frozen=True)
class Traces:
    """Pseudonyms to look for; one of fewer than eight letters, of another system, counts in tables of pupils alone.

    ``phrases`` are further bytes to look for, wherever they stand.
    """

    pupils: frozenset[str]
    phrases: frozenset[bytes] = frozenset()

    @cached_property
    def _ours(self) -> frozenset[bytes]:
        return frozenset(each.encode() for each in self.pupils if _LIKE_OURS.fullmatch(each))

    @cached_property
    def _others(self) -> tuple[bytes, ...]:
        others = (each for each in self.pupils if each.encode() not in self._ours)
        return tuple(each.encode() for each in sorted(others) if len(each) >= LONG)

    @cached_property
    def short(self) -> frozenset[str]:
        """Those that would stand in any file by chance."""
        return frozenset(each for each in self.pupils if len(each) < LONG)

    def in_bytes(self, content: bytes) -> bool:
        """Tell whether any of them stands in some bytes."""
        if self._ours and not self._ours.isdisjoint(_OURS.findall(content)):
            return True
        return any(each in content for each in (*self._others, *self.phrases))

    def in_file(self, path: Path) -> bool:
        """Tell whether any of them stands in a file, or in what is packed in it: Parquet, ZIP, XLSX, gzip."""
        try:
            with path.open("rb") as opened:
                found = any(map(self.in_bytes, _parts(opened)))
        except FileNotFoundError:  # another program took it away meanwhile
            return False
        if found or any(map(self.in_bytes, _unpacked(path))):
            return True
        return bool(self.short) and is_table(path) and has_rows(path, self.short)


def without_words(text: str, words: Collection[str]) -> str:
    """Return a text without some words, each where it stands alone.

    >>> without_words("wrong P1, not P12", ["P1"])
    'wrong …, not P12'
    """
    gone = set(words)
    plain = _WORD.sub(lambda found: GONE if found[0] in gone else found[0], text)
    for phrase in gone:
        if " " in phrase:
            plain = plain.replace(phrase, GONE)
    return plain


def _parts(opened: IO[bytes]) -> Iterator[bytes]:
    """Yield the bytes of a file in parts that overlap, so that what lies on a border is in one of them."""
    before = b""
    while part := opened.read(_CHUNK):
        yield before + part
        before = part[-256:]


def _unpacked(path: Path) -> Iterator[bytes]:
    """Yield what is packed in a file; nothing of one that is damaged, or is no such file."""
    try:
        if path.suffix.lower() == ".parquet":
            yield from _texts_of_parquet(path)
        elif path.suffix.lower() == ".gz":
            with gzip.open(path) as opened:
                yield from _parts(opened)  # type: ignore[arg-type]
        elif zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as packed:
                for name in packed.namelist():
                    with packed.open(name) as opened:
                        yield from _parts(opened)
    except _DAMAGED:
        return


def _texts_of_parquet(path: Path) -> Iterator[bytes]:
    import pyarrow as pa
    from pyarrow.parquet import ParquetFile

    with path.open("rb") as opened:
        file = ParquetFile(opened)
        for batch in file.iter_batches():
            for column in batch.columns:
                if pa.types.is_string(column.type) or pa.types.is_dictionary(column.type):
                    yield "\n".join(str(each) for each in column.unique().to_pylist()).encode()
