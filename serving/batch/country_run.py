"""What is asked of every partition of a country, and the work on one partition."""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from hashlib import sha256
from typing import Any, TypeVar

from features.errors import Refused
from features.i18n.text import LANGUAGES, Bilingual, Language
from features.partitions.partition import Partition
from features.point_in_time import events
from features.point_in_time.record_index import RecordIndex, index_records
from features.records.records import load_records
from features.schema.problems import RecordsError
from models.explain import tree_tables
from models.ranking.all_schools import EverySchool, rank_every_school
from models.ranking.placing import Placing
from models.ranking.scored_cohort import feature_cohort
from models.ranking.scorer import Scorer
from models.risk.model import Predicted
from models.viewer import Viewer
from serving.batch.checkpoints import SCORES, CountryFiles
from serving.batch.placing import PartitionPlaces, PartitionScored, children_of, scores_of
from serving.batch.summary import PartitionFigures, PartitionMissing, figures_of
from serving.batch.tables import SCHOOLS, tables_of
from serving.paper.school_files import school_files

Done = TypeVar("Done", PartitionFigures, PartitionScored)

_LAYOUT = 2  # of the files; another one is another request


@dataclass(frozen=True)
class CountryRun:
    """What is asked of every partition, and where its files go; it can be sent to other processes.

    ``capacity`` is that of a school, or the places that are given to all schools; ``places`` are then those of each,
    once they are known. Nothing in the records may be dated after ``today``. ``seconds`` is a clock.
    What people read is written in ``language``.
    """

    scorer: Scorer
    as_of: dt.date
    capacity: float | Placing
    files: CountryFiles
    viewer: Viewer
    today: dt.date
    seconds: Callable[[], float]
    places: Mapping[str, PartitionPlaces] | None = None
    language: Language = "en"

    def request(self) -> dict[str, Any]:
        """Return what is asked, and of which model, as it stands in ``run.json``."""
        model = self.scorer.model
        return {
            "layout": _LAYOUT,
            "as_of": self.as_of.isoformat(),
            **_length_asked(self.capacity),
            "format": self.files.paper or self.files.file_format,
            "schools_format": self.files.format_of(SCHOOLS),
            "language": self.language,
            "model_version": self.scorer.version,
            # A version number says nothing across registries; no two fitted models are calibrated to the same digits.
            "model_fitted": sha256(repr((model.calibration, model.target)).encode()).hexdigest()[:16],
        }

    def predicted(self) -> Predicted:
        """Return what the lists predict."""
        return self.scorer.model.target.predicted(self.as_of)

    def data(self, partition: Partition) -> str:
        """Return what tells the lists of a partition from others: its records, and the places of its schools."""
        records = partition.source.watermark()
        return records if self.places is None else f"{records} {self.places[partition.name].digest()}"

    def rank_partition(self, partition: Partition) -> PartitionFigures | PartitionMissing:
        """Rank the schools of a partition and write their lists; nothing is written of records that have problems."""

        def rank() -> PartitionFigures:
            begun, data = self.seconds(), self.data(partition)
            found = self._found(partition, self._lengths(partition))
            tables = tables_of(found, self.files.file_format, schools=self.files.format_of(SCHOOLS))
            self.files.write(partition, tables, language=self.language)
            if self.files.paper:
                self.files.write_for_schools(partition, school_files(found, self.files.paper, self.language))
            figures = figures_of(partition.name, found, self.seconds() - begun)
            self.files.mark_done(partition, asdict(figures), data=data)
            return figures

        return _attempted(partition, rank)

    def score_partition(self, partition: Partition) -> PartitionScored | PartitionMissing:
        """Score the children of a partition and write the scores, from which places are given."""

        def score() -> PartitionScored:
            begun, data = self.seconds(), partition.source.watermark()
            cohort = self.scorer.score(feature_cohort(self._index(partition), self.as_of))
            self.viewer.require(cohort.features.schools)
            self.files.scores.write(partition, {SCORES: scores_of(cohort)})
            children, seconds = children_of(cohort), round(self.seconds() - begun, 3)
            scored = PartitionScored(
                partition.name,
                tuple(children),
                tuple(cohort.features.named(school).name or "" for school in children),
                tuple(children.values()),
                data,
                seconds,
            )
            self.files.scores.mark_done(partition, asdict(scored), data=data)
            return scored

        return _attempted(partition, score)

    def _lengths(self, partition: Partition) -> float | Mapping[str, int]:
        """Return how long the lists of a partition are; Refused if its records are not those that were scored."""
        if not isinstance(self.capacity, Placing):
            return self.capacity
        given = (self.places or {})[partition.name]
        if given.data != partition.source.watermark():
            raise Refused(
                Bilingual(
                    "The records changed after the places were given; start the same command again.",
                    "Datele s-au schimbat după împărțirea locurilor; porniți din nou aceeași comandă.",
                )
            )
        return given.places

    def _found(self, partition: Partition, capacity: float | Mapping[str, int]) -> EverySchool:
        """Rank the schools of a partition; its records are let go of when this returns."""
        return rank_every_school(self.scorer, self._index(partition), self.as_of, viewer=self.viewer, capacity=capacity)

    def _index(self, partition: Partition) -> RecordIndex:
        return index_records(load_records(partition.source, today=self.today))


def _length_asked(capacity: float | Placing) -> dict[str, Any]:
    if not isinstance(capacity, Placing):
        return {"capacity": float(capacity)}
    asked = {"places": float(capacity.places), "by": capacity.way}
    return asked | (asdict(capacity.bounds) if capacity.way == "school" else {})


def _attempted(partition: Partition, work: Callable[[], Done]) -> Done | PartitionMissing:
    """Do the work on a partition, or say why it cannot be done."""
    load_compiled_loops()
    try:
        return work()
    except RecordsError as error:
        return PartitionMissing(partition.name, problems=error.problems)
    except Refused as error:
        en, ro = (" ".join(error.sentences(language)) for language in LANGUAGES)
        return PartitionMissing(partition.name, refused=Bilingual(en, ro))


def load_compiled_loops() -> None:
    """Load what is compiled: the rows of one partition alone may be too few to be worth it, those of all are not."""
    events.load_compiled()
    tree_tables.load_compiled()
