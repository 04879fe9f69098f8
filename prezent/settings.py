"""What configuration file, environment, clock and locale say, read here and nowhere else, passed down as arguments."""

import datetime as dt
import io
import os
import re
import shlex
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from features.errors import UsageError
from features.files.bounded_text import parse_toml, read_bounded
from features.files.machine_faults import machine_fault
from features.i18n.text import Bilingual, Language
from features.schema.problems import in_quotes
from prezent.language import configured_language, locale_language
from serving.web.configuration.page_settings import PAGE_KEYS, SWITCHES, PageSettings, page_settings

_LIBRARIES = {
    "MLFLOW_DISABLE_TELEMETRY": "true",
    "BENTOML_DO_NOT_TRACK": "true",
    "DO_NOT_TRACK": "true",
    "MLFLOW_ENABLE_ARTIFACTS_PROGRESS_BAR": "false",
    "MLFLOW_LOGGING_LEVEL": "WARNING",
    # By default MLflow tries for four minutes before it says that a server does not answer; here for about ten seconds,
    # or a minute and a half where nothing comes back at all.
    "MLFLOW_HTTP_REQUEST_MAX_RETRIES": "3",
    "MLFLOW_HTTP_REQUEST_BACKOFF_FACTOR": "1",
    "MLFLOW_HTTP_REQUEST_TIMEOUT": "20",
    "OMP_WAIT_POLICY": "PASSIVE",  # threads that wait must not keep the other core busy
}

MOST_WORKERS = 4  # fits at the same time; each holds a copy of its rows
CONFIG_FILE = "config.toml"  # in the folder for everything local; prezent.toml belongs to a record folder

# What a key may be, in words of TOML.
_DATABASE = "mlflow.db"
_ROSTER = "roster.sqlite"
_KEYRING = "keyring.toml"
KEYS: Mapping[str, type] = {
    "lang": str, "tracking_uri": str, "workers": int, "body_limit_mb": int, "roster": str, "keyring": str,
    "retention_months": int, **PAGE_KEYS,
}  # fmt: skip
_NO_ROSTER = "off"  # no names are kept here
_PREFIX = "PREZENT_"
# Where the folder and the file are; what the service's own processes are started with; where tests find real data.
_OTHER_VARIABLES = {"PREZENT_VAR", "PREZENT_CONFIG", "PREZENT_MODEL", "PREZENT_RECORDS", "PREZENT_DATA"}
_SOURCES = Path(__file__).resolve().parents[1]
_OWNER_ONLY = 0o077
_WHOLE = re.compile(r"[1-9]\d{0,3}", re.ASCII)


@dataclass(frozen=True)
class Settings:
    """The configuration of one run, read once.

    ``roster_url`` and ``keyring_file`` are what is configured, "" where nothing is. ``retention_months`` is how long
    records of a child are kept after their last day.
    ``chosen`` tells whether somebody named the folder ``var``, ``by_option`` whether the next command has to do so too.
    """

    var: Path
    tracking_uri: str
    today: dt.date
    language: Language
    workers: int
    body_limit_mb: int = 64
    pages: PageSettings = field(default_factory=PageSettings)
    roster_url: str = ""
    keyring_file: str = ""
    retention_months: int = 24
    chosen: bool = True
    by_option: bool = False

    @property
    def program(self) -> str:
        """How the program is to be called, so that the next command finds the same folder."""
        return f"prezent --var {shlex.quote(str(self.var))}" if self.by_option else "prezent"

    @property
    def artifacts(self) -> Path:
        """Where a local MLflow keeps its files."""
        return self.var / "mlflow"

    @property
    def roster(self) -> str | None:
        """The address of the database of names; None where none are to be kept."""
        return None if self.roster_url == _NO_ROSTER else self.roster_url or _sqlite(self.var / _ROSTER)

    @property
    def keyring(self) -> Path:
        """The file with the key that makes pseudonyms."""
        return Path(self.keyring_file) if self.keyring_file else self.var / _KEYRING

    def within(self, folder: str) -> "Settings":
        """Return the settings of a trial: models, people and everything else lie in a folder of their own."""
        var = self.var / folder
        own = replace(self, var=var, tracking_uri=_local_registry(var), roster_url="", keyring_file="")
        return replace(own, chosen=True, by_option=True, pages=PageSettings())

    @property
    def has_no_registry(self) -> bool:
        """Tell whether the registry would be a database in the folder, and nothing was ever registered in it."""
        return self.tracking_uri == _local_registry(self.var) and not (self.var / _DATABASE).exists()

    def make_folder(self) -> bool:
        """Make the folder for everything local, for its owner alone; return whether to tell people where it is.

        A folder that somebody named and that is there keeps its mode: it may hold other things too.
        """
        new = not self.var.is_dir()
        try:
            self.var.mkdir(parents=True, mode=0o700, exist_ok=True)
            if not self.chosen:
                self.var.chmod(0o700)
        except OSError as error:
            raise machine_fault(error, self.var) or UsageError(
                Bilingual(
                    f"The folder {self.var} cannot be used ({error.strerror}); name another one with --var.",
                    f"Dosarul {self.var} nu poate fi folosit ({error.strerror}); numiți altul cu --var.",
                )
            ) from None
        return new and not (self.chosen or _in_checkout())


def read_settings(
    language: str | None = None, *, var: Path | None = None, config: Path | None = None,
    environment: Mapping[str, str] | None = None,
) -> Settings:  # fmt: skip
    """Read configuration file, environment, clock and locale; what is given as an argument stands above them.

    The file is ``config``, else the one PREZENT_CONFIG names, else ``config.toml`` in the folder for everything local.
    ``lang`` in it is overridden by PREZENT_LANG, and so on.

    Raises
    ------
    UsageError
        If the file is not there or no TOML, or a key or a PREZENT_ variable is unknown or has no possible value.
    """
    given = os.environ if environment is None else environment
    named = var or (Path(given["PREZENT_VAR"]) if given.get("PREZENT_VAR") else None)
    folder = (named or _default_folder()).resolve()
    values = _file_values(config or given.get("PREZENT_CONFIG"), folder) | _environment_values(given)
    tracking_uri = given.get("PREZENT_TRACKING_URI") or given.get("MLFLOW_TRACKING_URI") or values.get("tracking_uri")
    configured = configured_language(values["lang"]) if "lang" in values else locale_language(given)
    spoken = language or configured
    return Settings(
        var=folder,
        tracking_uri=tracking_uri or _local_registry(folder),
        today=dt.datetime.now().astimezone().date(),
        language="ro" if spoken == "ro" else "en",
        workers=_whole("workers", values, default=min(os.cpu_count() or 1, MOST_WORKERS)),
        body_limit_mb=_whole("body_limit_mb", values, default=Settings.body_limit_mb),
        pages=page_settings(values, idle_minutes=_whole("idle_minutes", values, default=PageSettings.idle_minutes)),
        roster_url=values.get("roster", ""),
        keyring_file=values.get("keyring", ""),
        retention_months=_whole("retention_months", values, default=Settings.retention_months),
        chosen=named is not None,
        by_option=var is not None,
    )


def _local_registry(var: Path) -> str:
    return _sqlite(var / _DATABASE)


def _sqlite(file: Path) -> str:
    return f"sqlite:///{file.as_posix()}"


def _in_checkout() -> bool:
    return (_SOURCES / "pyproject.toml").is_file()


def _default_folder() -> Path:
    """``var`` in a checkout; of a program that was installed, the user's data folder."""
    if _in_checkout():
        return _SOURCES / "var"
    from platformdirs import user_data_path

    return user_data_path("prezent", appauthor=False)


def _file_values(named: str | Path | None, folder: Path) -> dict[str, str]:
    """Return what the configuration file says, as text; nothing where none is named and none is there."""
    path = Path(named) if named else folder / CONFIG_FILE
    if not named and not path.is_file():
        return {}
    try:
        content = parse_toml(read_bounded(path).decode("utf-8-sig"))
    except OSError as error:
        raise machine_fault(error, path) or UsageError(
            Bilingual(
                f"The configuration file {path} cannot be read ({error.strerror}).",
                f"Fișierul de configurare {path} nu poate fi citit ({error.strerror}).",
            )
        ) from None
    except ValueError as error:
        raise UsageError(
            Bilingual(
                f'The configuration file {path} is no TOML: {error}. Write lines such as lang = "ro".',
                f'Fișierul de configurare {path} nu este TOML: {error}. Scrieți rânduri ca lang = "ro".',
            )
        ) from None
    for key in content:
        if key not in KEYS:
            raise UsageError(
                Bilingual(
                    f"The configuration file {path} has an unknown key {key}; known are {', '.join(KEYS)}.",
                    f"Fișierul de configurare {path} are o cheie necunoscută, {key}; cunoscute sunt {', '.join(KEYS)}.",
                )
            )
        if type(content[key]) not in (str, KEYS[key]):
            raise _wrong_kind(key)
    return {key: str(value) for key, value in content.items()}


def _wrong_kind(key: str) -> UsageError:
    example = f"{key} = 4" if KEYS[key] is int else f'{key} = "{"yes" if key in SWITCHES else "..."}"'
    return UsageError(
        Bilingual(
            f"The configured {key} is a value of another kind; write it as {example}.",
            f"Valoarea configurată pentru {key} este de alt fel; scrieți-o ca {example}.",
        )
    )


def _environment_values(environment: Mapping[str, str]) -> dict[str, str]:
    known = {f"{_PREFIX}{key.upper()}": key for key in KEYS}
    for name in environment:
        if name.startswith(_PREFIX) and name not in known and name not in _OTHER_VARIABLES:
            names = ", ".join(sorted({*known, "PREZENT_VAR", "PREZENT_CONFIG"}))
            raise UsageError(
                Bilingual(
                    f"The environment variable {name} is unknown; known are {names}.",
                    f"Variabila de mediu {name} este necunoscută; cunoscute sunt {names}.",
                )
            )
    return {key: environment[name] for name, key in known.items() if environment.get(name)}


def _whole(key: str, values: Mapping[str, str], *, default: int) -> int:
    text = values.get(key)
    if text is None:
        return default
    if not _WHOLE.fullmatch(text):
        found, names = in_quotes(text), f"({key}, {_PREFIX}{key.upper()})"
        raise UsageError(
            Bilingual(
                f"The configured {key} is {found.en}; write a whole number from 1 to 9999 {names}.",
                f"Valoarea configurată pentru {key} este {found.ro}; scrieți un număr întreg de la 1 la 9999 {names}.",
            )
        )
    return int(text)


@contextmanager
def for_owner_only() -> Iterator[None]:
    """Let nobody but the owner read what is written until the block ends."""
    before = os.umask(_OWNER_ONLY)
    try:
        yield
    finally:
        os.umask(before)


def quieten_libraries() -> None:
    """Switch telemetry, progress bars and chatter of the libraries off, unless somebody switched them on."""
    for name, value in _LIBRARIES.items():
        os.environ.setdefault(name, value)


def keep_current_folder_out() -> None:
    """Let no process that is started from here take a module of the current folder for one of ours."""
    os.environ.setdefault("PYTHONSAFEPATH", "1")


def let_go_of_output() -> None:
    """Drop what could not be written, which was told: Python would try again as it ends, and end with another code."""
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except OSError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def speak_utf8() -> None:
    """Write Romanian letters whatever the terminal or pipe was made for; without this Windows pipes have no ș.

    Of a name of a file in an older encoding a question mark stands where its letters are none.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")
