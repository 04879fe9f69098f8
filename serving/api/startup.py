"""What a service starts with, read once from the environment, written there by whoever starts it."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

SOURCES = Path(__file__).resolve().parents[2]
SERVICE = "serving.api.service:Prezent"

MODEL_IN_BENTO = Path("serving", "pinned_model")

_MODEL, _RECORDS = "PREZENT_MODEL", "PREZENT_RECORDS"


@dataclass(frozen=True)
class ServerStart:
    """Where the model version is, and the folder of the records to answer from if there are any.

    ``model`` is the folder of a pinned version, or the pointer to one that changes when an alias does.
    """

    model: Path
    records: Path | None

    @property
    def follows(self) -> bool:
        """Whether the version may change while the service runs."""
        return self.model.is_file()

    def as_environment(self) -> dict[str, str]:
        """Return the environment variables that ``read_server_start`` reads."""
        records = {_RECORDS: str(self.records.resolve())} if self.records else {}
        return {_MODEL: str(self.model.resolve()), **records}


def read_server_start(environment: Mapping[str, str]) -> ServerStart:
    """Read what to start with; where no model is named it is the one packed into the bento."""
    records = environment.get(_RECORDS)
    return ServerStart(Path(environment.get(_MODEL) or SOURCES / MODEL_IN_BENTO), Path(records) if records else None)
