"""A ranked list, or one explained child, as JSON that people can read."""

from models.ranking.beside import Beside
from models.ranking.ranked_list import RankedList, RankedPupil


def list_json(ranked: RankedList) -> str:
    """Return a list as JSON with the fixed keys; floats read back to the same bits."""
    return _json(ranked.as_json())


def warnings_json(ranked: RankedList) -> str:
    """Return as JSON what is odd in the records of the listed children."""
    return _json(ranked.warnings_json())


def pupil_json(pupil: RankedPupil) -> str:
    """Return one child as JSON, with the keys it has in a list."""
    return _json(pupil.as_json())


def beside_json(found: Beside) -> str:
    """Return two children side by side as JSON."""
    return _json(found.as_json())


def _json(value: object) -> str:
    """Write with pydantic's compiled writer: Python's own is compiled only for text without line breaks."""
    from pydantic_core import to_json

    return to_json(value, indent=1).decode()
