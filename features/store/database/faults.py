"""What to tell people where a database does not do what was asked of it."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DatabaseError, DBAPIError, InterfaceError, SQLAlchemyError

from features.errors import MachineFault, OutsideServiceError, PrezentError, UsageError
from features.i18n.text import Bilingual
from features.store.database.url import StoreUrl

_FULL = Bilingual("there is no room left; make room and start again", "nu mai este loc; faceți loc și porniți din nou")
_DAMAGED = Bilingual(
    "the file is damaged; put back its last copy", "fișierul este stricat; puneți la loc ultima lui copie"
)
_CLOSED = Bilingual(
    "this account may not write or open it; ask whoever looks after this machine",
    "acest cont nu îl poate deschide sau scrie; întrebați administratorul calculatorului",
)
_BUSY = Bilingual(
    "another import is still writing; wait until it is done and start again",
    "alt import încă scrie; așteptați să se termine și porniți din nou",
)
_NO_DATABASE = Bilingual(
    "this file is no SQLite database; name another one", "acest fișier nu este o bază de date SQLite; indicați altul"
)
_NUL = Bilingual(
    "a cell holds the character NUL, which the database does not take; take it out and start again",
    "o celulă conține caracterul NUL, pe care baza de date nu îl acceptă; ștergeți-l și porniți din nou",
)
_OF_MACHINE = {"disk is full": _FULL, "disk i/o error": _FULL, "could not extend file": _FULL,
               "no space left": _FULL, "malformed": _DAMAGED, "readonly": _CLOSED, "read-only": _CLOSED,
               "unable to open": _CLOSED, "permission denied": _CLOSED}  # fmt: skip


@contextmanager
def reached(url: StoreUrl) -> Iterator[None]:
    """Say what the database answers to what is done in the block in a sentence, never with its own words alone."""
    try:
        yield
    except SQLAlchemyError as error:
        raise told(error, url) from error


def told(error: SQLAlchemyError, url: StoreUrl) -> Exception:
    """Return what to tell people of an error of a database; the error itself where it is our fault."""
    if not isinstance(error, DBAPIError):
        return error
    words = str(error.orig).lower()
    for found, cause in _OF_MACHINE.items():
        if found in words:
            return MachineFault(_at(url, cause))
    if "file is not a database" in words:
        return UsageError(_at(url, _NO_DATABASE))
    if "nul (0x00)" in words or "null characters" in words:
        return UsageError(_at(url, _NUL))
    if "is locked" in words or "lock timeout" in words:
        return OutsideServiceError(_at(url, _BUSY))
    if url.file is None and (error.connection_invalidated or _is_of_connection(error)):
        return _unreachable(url)
    return error


def _is_of_connection(error: DBAPIError) -> bool:
    """Tell an error of reaching the server from one of what it was asked: those have a code of SQL of another class."""
    state = str(getattr(error.orig, "sqlstate", None) or "08")
    reaching = state[:2] in ("08", "28", "3D", "53", "57")
    return reaching and isinstance(error, DatabaseError | InterfaceError)


def _unreachable(url: StoreUrl) -> PrezentError:
    return OutsideServiceError(
        Bilingual(
            f"The database {url} cannot be reached or did not let us in; look whether it runs, and start again.",
            f"La baza de date {url} nu se poate ajunge sau nu ne-a primit; vedeți dacă rulează și porniți din nou.",
        )
    )


def _at(url: StoreUrl, cause: Bilingual) -> Bilingual:
    return Bilingual(f"{url}: {cause.en}.", f"{url}: {cause.ro}.")
