"""How is the service started from the command line? The model version is fixed first, then a server answers from it."""

import datetime as dt
import http.client
import ipaddress
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from features.errors import PrezentError, Refused, UsageError
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
    """Serve a model version until Ctrl-C; what would keep it from answering is said before anything is started.

    Parameters
    ----------
    var
        The folder for everything local.
    tracking_uri, model
        The MLflow registry, and the version or alias in it; an alias is looked up once.
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

    folder = pin_version(Registry(tracking_uri), model, var)
    if records is not None:
        tell("checking the records")
        _check_records(records)
    tell("starting the server")
    environment = server_environment(var) | Start(folder, records).as_environment()
    command = [sys.executable, "-m", "bentoml", "serve", SERVICE, "--working-dir", str(SOURCES)]
    server = subprocess.Popen([*command, "--host", address, "--port", str(port)], env=environment)  # noqa: S603  (ours)
    _attend(server, address, port, f"Model version {folder.name}")
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
    """Return the folder with the files of a version, fetched from MLflow unless an earlier start did."""
    from serving.pinned import read_pin, write_pinned

    found = registry.find(model)
    folder = var / "serving" / found.version
    if read_pin(folder).get("run_id") != found.run_id:
        from models.ranked_list import Scorer

        write_pinned(Scorer(*registry.load(found.version)), folder, run_id=found.run_id)
    return folder


def server_environment(var: Path) -> dict[str, str]:
    """Return the environment of BentoML's own processes: its files are kept under ``var``, and it tells nobody."""
    return {**os.environ, "BENTOML_HOME": str(var.resolve() / "bentoml"), "BENTOML_DO_NOT_TRACK": "true"}


def _check_records(records: Path) -> None:
    from features.records import load_records

    load_records(records, today=dt.datetime.now().astimezone().date())


def _attend(server: "subprocess.Popen[bytes]", address: str, port: int, who: str) -> None:
    """Say when the server answers, and wait for its end; Ctrl-C or a termination ends it too."""
    signal.signal(signal.SIGTERM, lambda *_: server.terminate())
    try:
        while server.poll() is None and not _is_ready(address, port):
            time.sleep(0.2)
        if server.returncode is None:
            url = f"http://{f'[{address}]' if ':' in address else address}:{port}"
            sys.stderr.write(f"{who} answers at {url}, described at {url}/docs.json. Ctrl-C ends it.\n")
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
