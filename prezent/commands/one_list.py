"""What commands that give one list or one child share: the scorer, the records, and where the result may go."""

from pathlib import Path
from typing import TYPE_CHECKING

from features.errors import UsageError
from features.i18n.text import Bilingual
from models.viewer import Viewer
from prezent.option_types import Place
from prezent.options import READING, load
from prezent.progress import Steps
from prezent.settings import Settings

if TYPE_CHECKING:
    from features.point_in_time.record_index import RecordIndex
    from models.ranking.scorer import Scorer

COMMAND_LINE = Viewer("command line")  # whoever may start it may read the records too


def require_one_file(file_format: str, out: Path | None) -> None:
    """Refuse what cannot be written as one file, or not where it was asked for."""
    if file_format == "parquet":
        raise UsageError(
            Bilingual(
                "Only the lists of each school are written as Parquet; add --each-school.",
                "Numai listele fiecărei școli se scriu ca Parquet; adăugați --each-school.",
            )
        )
    if file_format == "xlsx" and out is None:
        from serving.paper.export import WORKBOOK_NEEDS_FILE

        raise UsageError(WORKBOOK_NEEDS_FILE)
    if out is not None and out.is_dir():
        raise UsageError(Bilingual(f"{out} is a folder; name a file.", f"{out} este un dosar; numiți un fișier."))


def scorer_of(settings: Settings, records: Place, model: str, tell: Steps) -> "tuple[Scorer, RecordIndex]":
    """Load the model first, so that a missing champion is said before the records are read."""
    scorer = load_scorer(settings, model, tell)
    from features.point_in_time.record_index import index_records

    tell(READING)
    return scorer, index_records(load(records, settings))


def load_scorer(settings: Settings, model: str, tell: Steps) -> "Scorer":
    """Load a version of the model, ready to rank."""
    tell(Bilingual("loading the model", "încărcarea modelului"))
    from models.ranking.scorer import Scorer
    from models.registry.registry import Registry

    return Scorer(*Registry(settings.tracking_uri).load(model))
