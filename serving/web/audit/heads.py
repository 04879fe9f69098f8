"""The digests of the log kept beside it in a file, so that its end cannot be cut off, nor all of it be made anew."""

import os
from collections.abc import Mapping
from pathlib import Path

from serving.web.configuration.django_settings import started_with

FILE = "pages.log-digests"
_LETTERS = 64  # of a digest


def remember(number: int, digest: str) -> None:
    """Add an entry's digest to the file; a line this short is written whole, whoever else writes.

    Where the disk was full or the power failed in the middle of the last one, this one begins a line of its own.
    """
    with _path().open("a+b") as file:
        if file.tell():
            file.seek(-1, os.SEEK_END)
        torn = file.read(1) not in (b"", b"\n")
        file.write(b"\n" * torn + f"{number} {digest}\n".encode("ascii"))


def remembered() -> Mapping[int, str] | None:
    """Return the digests by number, None where there is no file; a line that is none counts as another digest.

    One that was cut off says nothing: like an entry without a line, it is no sign that the log was changed.
    """
    try:
        lines = _path().read_text(encoding="ascii", errors="replace").splitlines()
    except FileNotFoundError:
        return None
    split = (line.partition(" ") for line in lines)
    return {
        int(number): digest for number, _, digest in split if number.isdecimal() and len(digest) >= _LETTERS
    }  # fmt: skip


def _path() -> Path:
    return started_with().var / FILE
