"""Files written whole or not at all: beside, synced, then renamed; and what killed runs left of them."""

import os
import re
import shutil
import stat
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from uuid import uuid4

from features.errors import UsageError
from features.files.machine_faults import machine_fault
from features.i18n.text import Bilingual

HALF = ".prezent-half"  # ends the name of what is not whole yet; before it stands the process that writes it

_UNFINISHED = re.compile(rf"\..*\.(\d+)\.[0-9a-f]+{re.escape(HALF)}", re.DOTALL)
_SHOWN_LETTERS = 40  # of the name, so that the hidden one is not too long


def write_whole(path: Path, write: Callable[[Path], object]) -> None:
    """Have a file written under a hidden name beside, then rename it: the former file stays until the new is whole.

    A device or pipe is written as it is. A file that is there keeps its mode.

    Raises
    ------
    UsageError
        If there is no such folder, or the name is none.
    MachineFault
        If there is no room, or no permission.
    """
    try:
        target = Path(os.path.realpath(path))
        if target.exists() and not target.is_file() and not target.is_dir():
            write(target)
        else:
            _replace(target, write)
    except (OSError, MemoryError) as error:
        raise cannot_be_written(path, error) from error


def write_text_whole(path: Path, text: str) -> None:
    """Write a text in UTF-8 with the line ends that it has."""
    write_whole(path, lambda half: half.write_bytes(text.encode("utf-8")))


def cannot_be_written(path: Path, error: OSError | MemoryError) -> Exception:
    """Return what to tell people where a file cannot be written."""
    why = error.strerror if isinstance(error, OSError) else ""
    return machine_fault(error, path) or UsageError(
        Bilingual(
            f"{path} cannot be written ({why}); name a file in a folder.",
            f"{path} nu poate fi scris ({why}); indicați un fișier într-un dosar.",
        )
    )


def hidden_name(path: Path) -> Path:
    """Return a name beside a path for what is not whole yet, which tells whose it is."""
    return path.with_name(f".{path.name[:_SHOWN_LETTERS]}.{os.getpid()}.{uuid4().hex[:12]}{HALF}")


def clear_unfinished(folder: Path) -> list[Path]:
    """Delete what killed runs left unfinished in a folder; return what it was."""
    cleared = []
    with suppress(OSError):
        for path in folder.iterdir():
            found = _UNFINISHED.fullmatch(path.name)
            if found and not _is_running(int(found[1])):
                shutil.rmtree(path) if path.is_dir() and not path.is_symlink() else path.unlink()
                cleared.append(path)
    return sorted(cleared)


def _replace(path: Path, write: Callable[[Path], object]) -> None:
    half = hidden_name(path)
    try:
        write(half)
        with suppress(FileNotFoundError):
            half.chmod(stat.S_IMODE(path.stat().st_mode))
        with half.open("rb+") as file:
            os.fsync(file.fileno())
        half.replace(path)
    finally:
        half.unlink(missing_ok=True)
    with suppress(OSError):  # the name itself is kept too, where the system can say so
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def _is_running(process: int) -> bool:
    """Tell whether a process may still be there; where the system does not say, it may."""
    if os.name != "posix":
        return True
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except (OSError, OverflowError):
        return True
    return True
