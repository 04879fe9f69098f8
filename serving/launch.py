"""How is the service started from the command line? A model version is fetched, then a server answers from it.

A version number stays as it is. An alias is followed: it is this process, where MLflow is loaded already, that looks in
the registry, and the server is told by a pointer which of the fetched versions to answer from.
"""

import contextlib
import datetime as dt
import http.client
import ipaddress
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from features.errors import PrezentError, Refused, UsageError
from serving.alias_watch import LOOK_SECONDS, AliasWatch
from serving.lookout import look_every
from serving.pointer import point_to
from serving.start import SERVICE, SOURCES, Start

if TYPE_CHECKING:
    from models.registry import Registry


def serve_bento(
    var: Path,
    *,
    tracking_uri: str,
    model: str,
    records: Path | None,
    host: str,
    port: int,
    tell: Callable[[str], None] = lambda _step: None,
) -> None:
    """Serve a model until Ctrl-C; what would keep it from answering is said before anything is started.

    Parameters
    ----------
    var
        The folder for everything local.
    tracking_uri, model
        The MLflow registry, and the version or alias in it; an alias is followed, a version is not left.
    records
        The record folder to answer from, if any.
    host, port
        Where to listen; loopback only.
    tell
        Told of each step.

    Raises
    ------
    Refused
        If there is no such model, or the host can be reached from elsewhere.
    RecordsError
        If the records have problems.
    UsageError
        If the port is taken or the record folder is not there.
    """
    address = loopback_address(host)
    require_free(address, port)
    tell("looking up the model")
    from models.registry import Registry

    pin = partial(pin_version, Registry(tracking_uri), model, var)
    folder = pin()
    if records is not None:
        tell("checking the records")
        _check_records(records)
    tell("starting the server")
    follows = folder.name != model
    with _pointer_to(folder) if follows else contextlib.nullcontext(folder) as place:
        server = _start(Start(place, records), var, address, port)
        url = f"http://{f'[{address}]' if ':' in address else address}:{port}"
        who = f"Model version {folder.name}" + (f", now the {model}," if follows else "")

        def ready() -> None:
            _say(f"{who} answers at {url}, described at {url}/docs.json. Ctrl-C ends it.")
            if follows:
                look_every(LOOK_SECONDS, AliasWatch(pin, folder, place, say=_say).look)

        _attend(server, address, port, ready)
    if server.returncode > 0:
        raise PrezentError("The server ended by itself; what it said is above.")


def loopback_address(host: str) -> str:
    """Return the address of a host on this computer; Refused for any other.

    >>> loopback_address("localhost"), loopback_address("127.0.0.2")
    ('127.0.0.1', '127.0.0.2')
    """
    try:
        address = ipaddress.ip_address("127.0.0.1" if host == "localhost" else host)
    except ValueError:
        address = None
    if address is None or not address.is_loopback:
        raise Refused(
            f"The service does not listen on {host}: it has no access control yet, so only this computer may reach it. "
            "Use --host 127.0.0.1."
        )
    return str(address)


def require_free(address: str, port: int) -> None:
    """Raise UsageError when nobody can listen on the port; 0, which would be any port, is none."""
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    with socket.socket(family) as probe:
        if os.name == "posix":
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((address, port or -1))
        except (OSError, OverflowError) as error:
            raise UsageError(f"Port {port} on {address} cannot be used ({error}); choose another --port.") from None


def pin_version(registry: "Registry", model: str, var: Path) -> Path:
    """Return the folder with the files of a version, fetched from MLflow unless they are there and whole."""
    from serving.pinned import holds, write_pinned

    found = registry.find(model)
    folder = var / "serving" / found.version
    if not holds(folder, run_id=found.run_id):
        from models.card_files import logged_card
        from models.ranked_list import Scorer

        scorer, card = Scorer(*registry.load(found.version)), logged_card(registry, found.run_id)
        write_pinned(scorer, folder, run_id=found.run_id, card=card)
    return folder


def server_environment(var: Path) -> dict[str, str]:
    """Return the environment of BentoML's own processes: its files are kept under ``var``, and it tells nobody."""
    return {**os.environ, "BENTOML_HOME": str(var.resolve() / "bentoml"), "BENTOML_DO_NOT_TRACK": "true"}


@contextlib.contextmanager
def _pointer_to(folder: Path) -> Iterator[Path]:
    """Give a pointer of this server's own; another server may follow another alias."""
    with tempfile.TemporaryDirectory(prefix=".following.", dir=folder.parent) as own:
        pointer = Path(own, "pointer")
        point_to(folder, pointer)
        yield pointer


def _start(start: Start, var: Path, address: str, port: int) -> "subprocess.Popen[bytes]":
    command = [sys.executable, "-m", "bentoml", "serve", SERVICE, "--working-dir", str(SOURCES)]
    environment = server_environment(var) | start.as_environment()
    return subprocess.Popen([*command, "--host", address, "--port", str(port)], env=environment)  # noqa: S603  (ours)


def _say(line: str) -> None:
    sys.stderr.write(line + "\n")


def _check_records(records: Path) -> None:
    from features.records import load_records

    load_records(records, today=dt.datetime.now().astimezone().date())


def _attend(server: "subprocess.Popen[bytes]", address: str, port: int, ready: Callable[[], None]) -> None:
    """Call when the server answers, and wait for its end; Ctrl-C or a termination ends it too."""
    signal.signal(signal.SIGTERM, lambda *_: server.terminate())
    try:
        while server.poll() is None and not _is_ready(address, port):
            time.sleep(0.2)
        if server.returncode is None:
            ready()
        server.wait()
    except KeyboardInterrupt:
        server.terminate()
        server.wait()


def _is_ready(address: str, port: int) -> bool:
    connection = http.client.HTTPConnection(address, port, timeout=5)  # asks no proxy, as urllib would
    try:
        connection.request("GET", "/readyz")
        return connection.getresponse().status == http.HTTPStatus.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
