"""What environment, clock and locale say, read here and nowhere else, and passed down as arguments."""

import datetime as dt
import io
import locale
import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

Language = Literal["en", "ro"]

_LIBRARIES = {
    "MLFLOW_DISABLE_TELEMETRY": "true",
    "BENTOML_DO_NOT_TRACK": "true",
    "DO_NOT_TRACK": "true",
    "MLFLOW_ENABLE_ARTIFACTS_PROGRESS_BAR": "false",
    "MLFLOW_LOGGING_LEVEL": "WARNING",
    "PYTHONSAFEPATH": "1",  # the processes that we start take no package of the current folder for one of ours
    # By default MLflow tries for four minutes before it says that a server does not answer; here for about ten seconds,
    # or a minute and a half where nothing comes back at all.
    "MLFLOW_HTTP_REQUEST_MAX_RETRIES": "3",
    "MLFLOW_HTTP_REQUEST_BACKOFF_FACTOR": "1",
    "MLFLOW_HTTP_REQUEST_TIMEOUT": "20",
    "OMP_WAIT_POLICY": "PASSIVE",  # threads that wait must not keep the other core busy
}


MOST_WORKERS = 4  # fits at the same time; each holds a copy of its rows


@dataclass(frozen=True)
class Settings:
    """What the environment says, read once."""

    var: Path
    tracking_uri: str
    today: dt.date
    language: Language
    workers: int

    @property
    def artifacts(self) -> Path:
        """Where a local MLflow keeps its files."""
        return self.var / "mlflow"


def read_settings(language: str | None) -> Settings:
    """Read environment, clock and locale; make the folder for everything local."""
    var = Path(os.environ.get("PREZENT_VAR", "var")).resolve()
    var.mkdir(parents=True, exist_ok=True)
    tracking_uri = os.environ.get("MLFLOW_TRACKING_URI") or f"sqlite:///{(var / 'mlflow.db').as_posix()}"
    spoken = language or os.environ.get("PREZENT_LANG") or locale.getlocale()[0] or ""
    return Settings(
        var=var,
        tracking_uri=tracking_uri,
        today=dt.datetime.now().astimezone().date(),
        language="ro" if spoken.startswith("ro") else "en",
        workers=min(os.cpu_count() or 1, MOST_WORKERS),
    )


def quieten_libraries() -> None:
    """Switch telemetry, progress bars and chatter of the libraries off, unless somebody switched them on."""
    for name, value in _LIBRARIES.items():
        os.environ.setdefault(name, value)


def speak_utf8() -> None:
    """Write Romanian letters whatever the terminal or pipe was made for; without this Windows pipes have no ș."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8")
