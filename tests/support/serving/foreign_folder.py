"""A folder to stand in that holds packages named like ours."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class ForeignFolder:
    """A folder with packages named like ours, each of which leaves a file beside them when it is imported."""

    path: Path

    def imported(self) -> list[str]:
        return sorted(path.name for path in self.path.glob("*.imported"))
