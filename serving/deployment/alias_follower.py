"""The process that looks in the registry whether the alias has moved, and points the service to the version there.

It is a process of its own because MLflow, which knows the registry, would make the one that answers take three times
as long to start, and nearly twice the memory.
"""

import os
import sys
import threading
from collections.abc import Callable
from pathlib import Path

from features.i18n.text import Bilingual, Language
from serving.http.responses import said_of
from serving.model_store.model_cache import pin_version, point_to, pointer_of, version_folder

ADDRESS = "MLFLOW_TRACKING_URI"  # the variable that says where the registry is
LOOK_SECONDS = 5  # a look costs MLflow some 40 ms

_AGAIN = Bilingual("Model versions can be fetched again.", "Versiunile modelului pot fi aduse din nou.")


class AliasFollower:
    """The pointer that a service reads, kept at the version that has an alias.

    Parameters
    ----------
    pin
        Returns the folder of the version that has the alias, fetched if it has to be.
    pointer
        Names the folder of the version that answers.
    say
        Told once of each fault that keeps a change from being followed, and once that it can be again.
    """

    def __init__(self, pin: Callable[[], Path], pointer: Path, *, say: Callable[[Bilingual], None]) -> None:
        self._pin, self._pointer, self._say = pin, pointer, say
        self._fault: Bilingual | None = None

    def look(self) -> None:
        """Follow the alias; where that is not possible the service goes on with the version it has."""
        try:
            point_to(self._pin(), self._pointer)
        except Exception as error:
            fault = _trouble(version_folder(self._pointer).name, error)
            if fault != self._fault:
                self._say(fault)
            self._fault = fault
        else:
            if self._fault:
                self._say(_AGAIN)
            self._fault = None


def _trouble(version: str, error: Exception) -> Bilingual:
    return Bilingual(
        f"Model version {version} goes on answering, no other can be fetched: {said_of(error, 'en')}",
        f"Versiunea {version} a modelului răspunde în continuare, alta nu poate fi adusă: {said_of(error, 'ro')}",
    )


def follow(var: Path, *, tracking_uri: str, alias: str, language: Language) -> None:
    """Look now, and again every few seconds, until the standard input ends."""
    from models.registry.registry import Registry

    def say(line: Bilingual) -> None:
        sys.stderr.write(line.said(language) + "\n")

    pointer = pointer_of(alias, var, tracking_uri=tracking_uri)
    follower = AliasFollower(lambda: pin_version(Registry(tracking_uri), alias, var), pointer, say=say)
    ended = threading.Event()
    threading.Thread(target=_wait_for_the_end, args=(ended,), daemon=True).start()
    while not ended.is_set():
        follower.look()
        ended.wait(LOOK_SECONDS)


def _wait_for_the_end(ended: threading.Event) -> None:
    sys.stdin.buffer.read()
    ended.set()


if __name__ == "__main__":
    follow(
        Path(sys.argv[1]),
        tracking_uri=os.environ[ADDRESS],
        alias=sys.argv[2],
        language="ro" if sys.argv[3] == "ro" else "en",
    )
