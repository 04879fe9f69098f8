"""Compiles translated sentences (``.po``) to the file that gettext reads (``.mo``).

Run as ``python -m tests.support.message_catalogue``, it compiles those of the command line and of the pages anew.
"""

import ast
import struct
from pathlib import Path

_ROOT, _ROMANIAN = Path(__file__).parents[2], Path("locale") / "ro" / "LC_MESSAGES"
CATALOGUE = _ROOT / "prezent" / _ROMANIAN / "click.po"
PAGES = _ROOT / "serving" / "web" / _ROMANIAN / "django.po"


def entries(text: str) -> dict[str, str]:
    """Return the sentences with their translations; plural forms are separated as gettext wants them."""
    found: dict[str, str] = {}
    for block in text.split("\n\n"):
        values: dict[str, str] = {}
        for line in block.strip().splitlines():
            if line.startswith("#"):
                continue
            if not line.startswith('"'):
                key, _, line = line.partition(" ")
            values[key] = values.get(key, "") + ast.literal_eval(line)
        original = "\0".join(value for key, value in values.items() if key.startswith("msgid"))
        if "msgctxt" in values:
            original = f"{values['msgctxt']}\x04{original}"
        found[original] = "\0".join(value for key, value in values.items() if key.startswith("msgstr"))
    return found


def compiled(text: str) -> bytes:
    """Return the file that gettext reads: a header, two tables of lengths and places, and the sentences."""
    pairs = sorted((one.encode(), other.encode()) for one, other in entries(text).items())
    place = 28 + 16 * len(pairs)
    tables, sentences = [], b""
    for column in (0, 1):
        for pair in pairs:
            tables += [len(pair[column]), place + len(sentences)]
            sentences += pair[column] + b"\0"
    header = (0x950412DE, 0, len(pairs), 28, 28 + 8 * len(pairs), 0, 0)
    return struct.pack(f"<{7 + len(tables)}I", *header, *tables) + sentences


if __name__ == "__main__":
    for catalogue in (CATALOGUE, PAGES):
        catalogue.with_suffix(".mo").write_bytes(compiled(catalogue.read_text(encoding="utf-8")))
