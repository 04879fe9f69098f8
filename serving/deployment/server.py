"""The service started from the command line, in this process, from a version that is kept beside.

MLflow is not loaded here where the alias was followed before: the version it had last answers at once, and a process
beside, which knows MLflow, looks whether another has it by now. A version number is looked up, and stays as it is.
"""

import contextlib
import gc
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from features.errors import UsageError
from features.i18n.text import Bilingual, Language
from features.store.database.url import StoreUrl
from serving.api.startup import BODY_LIMIT_MB, SOURCES, ServerStart, read_server_start
from serving.deployment.alias_follower import ADDRESS
from serving.deployment.reached import BY_THIS_COMPUTER, Reached, allowed_address
from serving.model_store.model_cache import pin_alias, pin_version, pinned_last, pointer_of, version_folder

if TYPE_CHECKING:
    from serving.api.callers import Doors
    from serving.api.hot_reload import ReloadingService
    from serving.web.configuration.start import PagesStart

_READING = Bilingual("reading the records", "citirea datelor")
_STARTING = Bilingual("starting the server", "pornirea serverului")

# What is said while serving: a line for each request (no body, no child), and what our own loggers have to say.
LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s [%(levelname)s] %(message)s"}},
    "filters": {"place": {"()": "serving.http.fault_log.PlaceFilter"}},  # Django and uvicorn write tracebacks, too
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["place"]}},
    "loggers": {"bentoml": {"level": "INFO", "handlers": ["stderr"], "propagate": False}},
    "root": {"level": "WARNING", "handlers": ["stderr"]},
}


def serve(
    var: Path,
    *,
    tracking_uri: str,
    model: str,
    records: Path | StoreUrl | None,
    host: str,
    port: int,
    hosts: Sequence[str] = (),
    language: Language = "en",
    body_limit_mb: int = BODY_LIMIT_MB,
    tell: Callable[[Bilingual], None] = lambda _step: None,
    pages: "PagesStart | None" = None,
    reached: Reached = BY_THIS_COMPUTER,
) -> None:
    """Serve a model until Ctrl-C; what would keep it from answering is said before anything is started.

    Parameters
    ----------
    var
        The folder for everything local.
    tracking_uri, model
        The MLflow registry, and the version or alias in it; an alias is followed, a version is not left.
    records
        The record folder or database to answer from, if any.
    host, port
        Where to listen; loopback only.
    hosts
        Names that requests may be sent to, beside the host and those of this computer and of PREZENT_HOSTS.
    language
        What is said in, on the screen and in the log.
    body_limit_mb
        How large the body of a request may be.
    tell
        Told of each step.
    pages
        What the pages that people work with are started with; without it there are none.

    Raises
    ------
    Refused
        If there is no such model, or the host can be reached from elsewhere.
    RecordsError
        If the records have problems.
    UsageError
        If the port is taken or the record folder is not there.
    """
    address = allowed_address(host, reached, has_people=pages is not None, names=hosts)
    require_free(address, port)
    gc.disable()  # what is imported and read now stays: looking for garbage in it is a tenth of the start
    tell(Bilingual("looking up the model", "căutarea modelului"))
    names = (f"{host}:{port}", *hosts, *read_server_start(os.environ).hosts)
    place = model_place(var, tracking_uri=tracking_uri, model=model)
    start = ServerStart(place, records, names, language, body_limit_mb)
    os.environ.update(server_environment(var))  # BentoML reads it when it is imported
    tell(_READING if records else _STARTING)
    from serving.api.service import application, open_service, today

    opened = open_service(start, today=today)
    app = application(opened, start, pages=_pages(pages, opened), doors=_doors(pages))
    with contextlib.ExitStack() as beside:

        def ready() -> None:
            gc.freeze()
            gc.enable()
            url = f"{reached.scheme}://{f'[{address}]' if ':' in address else address}:{port}"
            sys.stderr.write(_ready_line(start, model, url, has_pages=pages is not None).said(language) + "\n")
            if start.follows:
                beside.enter_context(_following(var, tracking_uri, model, language))

        _run(app, address, port, ready, reached)


def _pages(start: "PagesStart | None", opened: "ReloadingService") -> Any:
    if start is None:
        return None
    from serving.web.site.application import pages_application

    return pages_application(start, lambda: opened.service)


def _doors(start: "PagesStart | None") -> "Doors | None":
    if start is None:
        return None
    from serving.api.callers import Doors
    from serving.web.site.api_callers import call_in

    return Doors(call_in, start.secure)


def _ready_line(start: ServerStart, model: str, url: str, *, has_pages: bool) -> Bilingual:
    """Say who answers where: to people first, where there are pages, then to programs."""
    version = version_folder(start.model).name
    en, ro = (f", now the {model},", f", acum {model},") if start.follows else ("", "")
    pages = Bilingual("", "")
    if has_pages:
        pages = Bilingual(f"Open {url} in a browser for the pages. ", f"Paginile se deschid în browser la {url}. ")
    return Bilingual(
        f"{pages.en}Model version {version}{en} answers at {url}, described at {url}/docs.json. Ctrl-C ends it.",
        f"{pages.ro}Versiunea {version} a modelului{ro} răspunde la {url}, descrisă la {url}/docs.json. Ctrl-C o "
        "oprește.",
    )


def model_place(var: Path, *, tracking_uri: str, model: str) -> Path:
    """Return the folder of a version, or the pointer of an alias, which names the version that it had last.

    The registry is asked where it has to be: for a version number, and for an alias that was not followed before.
    """
    pointer = pointer_of(model, var, tracking_uri=tracking_uri)
    if pinned_last(pointer):
        return pointer
    from models.registry.registry import Registry

    registry = Registry(tracking_uri)
    return pin_version(registry, model, var) if model.isdecimal() else pin_alias(registry, model, var)


def require_free(address: str, port: int) -> None:
    """Raise UsageError when nobody can listen on the port; 0, which would be any port, is none."""
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    with socket.socket(family) as probe:
        if os.name == "posix":
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((address, port or -1))
        except (OSError, OverflowError) as error:
            raise UsageError(
                Bilingual(
                    f"Port {port} on {address} cannot be used ({error}); choose another --port.",
                    f"Portul {port} la {address} nu poate fi folosit ({error}); alegeți alt --port.",
                )
            ) from None


def server_environment(var: Path) -> dict[str, str]:
    """Return the environment of BentoML's own processes: its files are kept under ``var``, and it tells nobody."""
    return {**os.environ, "BENTOML_HOME": str(var.resolve() / "bentoml"), "BENTOML_DO_NOT_TRACK": "true"}


@contextlib.contextmanager
def _following(var: Path, tracking_uri: str, alias: str, language: Language) -> Iterator[None]:
    """Keep a process beside that moves the pointer when the alias moves; however this one ends, it ends too."""
    module = ("-P", "-m", "serving.deployment.alias_follower")  # -P: not one from the folder we happen to stand in
    command = [sys.executable, *module, str(var), alias, language]
    search_path = os.pathsep.join([str(SOURCES), *filter(None, [os.environ.get("PYTHONPATH")])])
    # Not on the command line, which everybody on this machine can read: the address may hold a password.
    environment = {**os.environ, "PYTHONPATH": search_path, ADDRESS: tracking_uri}
    with subprocess.Popen(command, stdin=subprocess.PIPE, env=environment) as follower:  # noqa: S603  (our own command)
        try:
            yield
        finally:
            follower.terminate()


def _run(app: Any, address: str, port: int, ready: Callable[[], None], reached: Reached) -> None:
    """Run the server in this process until Ctrl-C or a termination; say when it answers."""
    import uvicorn

    from serving.deployment.slow_requests import ImpatientProtocol

    class Server(uvicorn.Server):
        async def startup(self, *arguments: Any, **options: Any) -> None:
            await super().startup(*arguments, **options)
            if not self.should_exit:
                ready()

    config = uvicorn.Config(
        app,
        host=address,
        port=port,
        log_config=LOGGING,
        server_header=False,
        http=ImpatientProtocol,
        proxy_headers=bool(reached.proxy),
        forwarded_allow_ips=reached.proxy,
        ssl_certfile=reached.certificate,
        ssl_keyfile=reached.key,
    )
    server = Server(config)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    with contextlib.suppress(KeyboardInterrupt):  # when it has ended, uvicorn raises again what ended it
        server.run()
