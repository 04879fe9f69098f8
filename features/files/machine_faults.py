"""Faults of the machine, told apart from ours and from mistakes of people: no memory, no room, no permission."""

import errno
from collections.abc import Mapping

from features.errors import MachineFault, PrezentError, UsageError
from features.i18n.text import Bilingual

_SHOWN_LETTERS = 120

_NO_MEMORY = Bilingual(
    "This machine has not enough memory for that; close other programs, or take fewer records at a time.",
    "Acest calculator nu are destulă memorie pentru aceasta; închideți alte programe sau luați mai puține date odată.",
)
_FULL = Bilingual("there is no room left; make room and start again", "nu mai este loc; faceți loc și porniți din nou")
_NOT_ALLOWED = Bilingual(
    "this account may not open it; ask whoever looks after this machine, or name another place",
    "acest cont nu îl poate deschide; întrebați administratorul calculatorului sau indicați alt loc",
)
_TOO_MANY = Bilingual(
    "too many files are open; close other programs and start again",
    "sunt deschise prea multe fișiere; închideți alte programe și porniți din nou",
)
_DAMAGED = Bilingual(
    "the disk does not answer as it should; try another one, and have this one looked at",
    "discul nu răspunde cum trebuie; încercați altul și verificați-l pe acesta",
)
_LONG_NAME = Bilingual("the name is too long; choose a shorter one", "numele este prea lung; alegeți unul mai scurt")

_CAUSES: Mapping[int, Bilingual] = {
    **dict.fromkeys((errno.ENOSPC, errno.EFBIG, getattr(errno, "EDQUOT", errno.ENOSPC)), _FULL),
    **dict.fromkeys((errno.EACCES, errno.EPERM, errno.EROFS), _NOT_ALLOWED),
    **dict.fromkeys((errno.EMFILE, errno.ENFILE), _TOO_MANY),
    errno.EIO: _DAMAGED,
}


def machine_fault(error: BaseException, place: object = "") -> PrezentError | None:
    """Return what to tell people where the machine is at fault; None for any other error.

    Parameters
    ----------
    place
        What was read or written, where the error does not know it.
    """
    if isinstance(error, MemoryError) or (isinstance(error, OSError) and error.errno == errno.ENOMEM):
        return MachineFault(_NO_MEMORY)
    if not isinstance(error, OSError):
        return None
    where = _shortened(str(error.filename or place))
    if error.errno == errno.ENAMETOOLONG:
        return UsageError(_at(where, _LONG_NAME))
    cause = _CAUSES.get(error.errno or 0)
    return MachineFault(_at(where, cause)) if cause else None


def _at(where: str, cause: Bilingual) -> Bilingual:
    """Put the place before the cause; without one, the sentence begins with the cause."""
    if not where:
        return Bilingual(*(f"{text[0].upper()}{text[1:]}." for text in cause))
    return Bilingual(f"{where}: {cause.en}.", f"{where}: {cause.ro}.")


def _shortened(text: str) -> str:
    """Return a place on one line that is not longer than a line; of a long one the beginning and the end."""
    line = "".join(letter if letter.isprintable() else " " for letter in text)
    half = _SHOWN_LETTERS // 2
    return line if len(line) <= _SHOWN_LETTERS else f"{line[:half]}...{line[-half:]}"
