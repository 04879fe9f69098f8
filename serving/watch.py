"""Which process asks the registry whether an alias has moved? One beside the service, which does not load MLflow.

    python -m serving.watch VAR TRACKING_URI ALIAS POINTER

It ends when its standard input does: with whoever started it.
"""

import sys
import threading
from pathlib import Path

from serving.alias_watch import LOOK_SECONDS, AliasWatch
from serving.pinning import pin_version
from serving.pointer import version_folder


def main(var: Path, tracking_uri: str, alias: str, pointer: Path) -> None:
    """Look now, and again every few seconds, until the standard input ends."""

    def pin() -> Path:
        from models.registry import Registry

        return pin_version(Registry(tracking_uri), alias, var)

    watch = AliasWatch(pin, version_folder(pointer), pointer, say=_say)
    ended = threading.Event()
    threading.Thread(target=_wait_for_the_end, args=(ended,), daemon=True).start()
    while not ended.is_set():
        watch.look()
        ended.wait(LOOK_SECONDS)


def _wait_for_the_end(ended: threading.Event) -> None:
    sys.stdin.buffer.read()
    ended.set()


def _say(line: str) -> None:
    sys.stderr.write(line + "\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], sys.argv[3], Path(sys.argv[4]))
