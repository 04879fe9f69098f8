"""The key of an installation, under which pupils get their pseudonyms: one file of its owner's."""

import os
import secrets
from pathlib import Path

from features.errors import Refused, UsageError
from features.files.bounded_text import parse_toml, read_bounded
from features.files.machine_faults import machine_fault
from features.files.whole_files import hidden_name
from features.i18n.text import Bilingual
from features.importers.pseudonyms import Pseudonyms
from serving.roster.key_groups import grouped, read_groups

_KEY_BYTES = 32
_OWNER_ONLY = 0o600
_TEXT = """\
# The key under which this installation makes the pseudonyms of its pupils. Nobody else may read it.
# Without it no later import finds the same children again: print it (prezent keyring sheet) and lock the paper away.
# Cheia cu care se fac pseudonimele elevilor. Nu o arătați nimănui; tipăriți-o (prezent keyring sheet) și păstrați-o.
key = "{groups}"
"""


def open_keyring(path: Path, *, known: str | None = None) -> Pseudonyms:
    """Return the pseudonyms of the key in a file; at first use, where nothing is known of any, the key is made.

    Parameters
    ----------
    known
        The id of the key with which what is here already was made.

    Raises
    ------
    Refused
        If the file has another key than that, is gone, or is damaged.
    """
    if not path.exists():
        if known is not None:
            raise Refused(_gone(path))
        _write(path, secrets.token_bytes(_KEY_BYTES))
    pseudonyms = Pseudonyms(read_key(path))
    require_key(pseudonyms, known, path)
    return pseudonyms


def require_key(pseudonyms: Pseudonyms, known: str | None, path: Path) -> None:
    """Refuse a key with which what is here already was not made: every child would become a second one."""
    if known is not None and pseudonyms.key_id != known:
        raise Refused(
            Bilingual(
                f"The key in {path} is not the one with which the pupils here got their pseudonyms: each child would "
                "become a second one. Nothing was changed. Put the former keyring back, or type its recovery sheet: "
                "prezent keyring restore.",
                f"Cheia din {path} nu este cea cu care elevii de aici și-au primit pseudonimele: fiecare copil ar "
                "deveni doi. Nu s-a schimbat nimic. Puneți înapoi fișierul vechi sau introduceți foaia de recuperare: "
                "prezent keyring restore.",
            )
        )


def read_key(path: Path) -> bytes:
    """Return the key in a file, which nobody but its owner can read from then on."""
    try:
        text = parse_toml(read_bounded(path).decode("utf-8-sig")).get("key")
        if os.name == "posix" and path.stat().st_mode & 0o077:
            path.chmod(_OWNER_ONLY)
        return read_groups(text if isinstance(text, str) else "")
    except FileNotFoundError:
        raise Refused(_gone(path)) from None
    except OSError as error:
        raise machine_fault(error, path) or UsageError(
            Bilingual(f"The keyring {path} cannot be read.", f"Fișierul cu cheia, {path}, nu poate fi citit.")
        ) from None
    except (ValueError, UsageError):
        raise Refused(
            Bilingual(
                f"The keyring {path} is damaged. Move it away and type the recovery sheet: prezent keyring restore.",
                f"Fișierul cu cheia, {path}, este deteriorat. Mutați-l și introduceți foaia de recuperare: "
                "prezent keyring restore.",
            )
        ) from None


def restore_keyring(path: Path, groups: str, *, known: str | None = None) -> Pseudonyms:
    """Write the key of a recovery sheet to a file that is not there yet.

    Raises
    ------
    UsageError
        If a group of it is mistyped or missing.
    Refused
        If there is a keyring already, or what is here was made with another key.
    """
    pseudonyms = Pseudonyms(read_groups(groups))
    require_key(pseudonyms, known, path)
    if not _write(path, pseudonyms.key):
        raise Refused(
            Bilingual(
                f"There is a keyring already, {path}; it stays. Move it away first if it is not the right one.",
                f"Există deja un fișier cu cheia, {path}; rămâne cum este. Mutați-l întâi, dacă nu este cel bun.",
            )
        )
    return pseudonyms


def _write(path: Path, key: bytes) -> bool:
    """Write a new keyring as a whole; return False where another one came first, which stays."""
    try:
        path.parent.mkdir(parents=True, mode=0o700, exist_ok=True)
        half = hidden_name(path)
        with os.fdopen(os.open(half, os.O_CREAT | os.O_EXCL | os.O_WRONLY, _OWNER_ONLY), "wb") as file:
            file.write(_TEXT.format(groups=grouped(key)).encode())
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(half, path)  # unlike a renaming, it never takes the place of another file
        except FileExistsError:
            return False
        finally:
            half.unlink(missing_ok=True)
    except OSError as error:
        raise machine_fault(error, path) or UsageError(
            Bilingual(
                f"The keyring cannot be written to {path} ({error.strerror}); name another file with PREZENT_KEYRING.",
                f"Cheia nu poate fi scrisă în {path} ({error.strerror}); numiți alt fișier cu PREZENT_KEYRING.",
            )
        ) from None
    return True


def _gone(path: Path) -> Bilingual:
    return Bilingual(
        f"The keyring {path} is not there, and pupils here got their pseudonyms with it. Put the file back, or type "
        "the recovery sheet: prezent keyring restore.",
        f"Fișierul cu cheia, {path}, lipsește, iar elevii de aici și-au primit pseudonimele cu el. Puneți-l înapoi sau "
        "introduceți foaia de recuperare: prezent keyring restore.",
    )
