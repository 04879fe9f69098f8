"""What a service starts with, read once from the environment, written there by whoever starts it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from features.i18n.text import Language
from features.store.database.url import StoreUrl, store_url

SOURCES = Path(__file__).resolve().parents[2]
SERVICE = "serving.api.service:Prezent"

MODEL_IN_BENTO = Path("serving", "pinned_model")

BODY_LIMIT_MB = 64  # of a request; the records of a large school are some ten megabytes

_MODEL, _RECORDS, _HOSTS, _LANGUAGE = "PREZENT_MODEL", "PREZENT_RECORDS", "PREZENT_HOSTS", "PREZENT_LANG"
_BODY_LIMIT = "PREZENT_BODY_LIMIT_MB"
_LIMIT = re.compile(r"[1-9]\d{0,5}", re.ASCII)


@dataclass(frozen=True)
class ServerStart:
    """Where the model version is, and the folder or database of the records to answer from if there are any.

    ``model`` is the folder of a pinned version, or the pointer to one that changes when an alias does. ``hosts`` are
    names, or names with a port, that the service answers to beside those of this computer; ``language`` is the log's.
    ``body_limit_mb`` is how large the body of a request may be.
    """

    model: Path
    records: Path | StoreUrl | None
    hosts: tuple[str, ...] = ()
    language: Language = "en"
    body_limit_mb: int = BODY_LIMIT_MB

    @property
    def follows(self) -> bool:
        """Whether the version may change while the service runs."""
        return self.model.is_file()

    def as_environment(self) -> dict[str, str]:
        """Return the environment variables that ``read_server_start`` reads."""
        place = self.records.resolve() if isinstance(self.records, Path) else self.records and self.records.text
        records = {_RECORDS: str(place)} if place else {}
        said = {_HOSTS: ",".join(self.hosts), _LANGUAGE: self.language, _BODY_LIMIT: str(self.body_limit_mb)}
        return {_MODEL: str(self.model.resolve()), **said, **records}


def read_server_start(environment: Mapping[str, str]) -> ServerStart:
    """Read what to start with; where no model is named it is the one packed into the bento."""
    records, hosts = environment.get(_RECORDS), environment.get(_HOSTS, "").split(",")
    limit = environment.get(_BODY_LIMIT, "")
    return ServerStart(
        model=Path(environment.get(_MODEL) or SOURCES / MODEL_IN_BENTO),
        records=(store_url(records) or Path(records)) if records else None,
        hosts=tuple(host.strip() for host in hosts if host.strip()),
        language="ro" if environment.get(_LANGUAGE, "").startswith("ro") else "en",
        body_limit_mb=int(limit) if _LIMIT.fullmatch(limit) else BODY_LIMIT_MB,
    )
