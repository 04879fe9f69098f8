"""All schools of a country ranked partition by partition, in bounded memory; a killed run goes on.

The lists of a partition are made from the partition's own records, which are forgotten before the next partition's are
read. Whoever works on a partition also writes its files: what comes back is a row of figures, so that partitions may as
well be worked on in other processes that reach the same folders.
"""

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from features.errors import Refused
from features.i18n.text import Bilingual
from features.partitions.partition import Partition, Workers, record_partitions
from features.point_in_time import events
from features.point_in_time.record_index import index_records
from features.records.records import load_records
from features.schema.problems import RecordsError
from models.explain import tree_tables
from models.ranking.all_schools import EverySchool, rank_every_school
from models.ranking.ordering import list_length
from models.ranking.scorer import Scorer
from models.ranking.viewer import Viewer
from serving.batch.checkpoints import CountryFiles
from serving.batch.duplicates import duplicate_cautions
from serving.batch.eta import Pace
from serving.batch.summary import CountrySummary, PartitionFigures, PartitionMissing, figures_of, write_summary
from serving.batch.tables import tables_of

Tell = Callable[[Bilingual], None]

_LAYOUT = 1  # of the files; another one is another request


@dataclass(frozen=True)
class CountryRun:
    """What is asked of every partition, and where its files go; it can be sent to other processes.

    ``capacity`` is that of a school. Nothing in the records may be dated after ``today``. ``seconds`` is a clock.
    """

    scorer: Scorer
    as_of: dt.date
    capacity: float
    files: CountryFiles
    viewer: Viewer
    today: dt.date
    seconds: Callable[[], float]

    def request(self) -> dict[str, Any]:
        """Return what is asked, and of which model, as it stands in ``run.json``."""
        model = self.scorer.model
        return {
            "layout": _LAYOUT,
            "as_of": self.as_of.isoformat(),
            "capacity": float(self.capacity),
            "format": self.files.file_format,
            "model_version": self.scorer.version,
            # A version number says nothing across registries; no two fitted models are calibrated to the same digits.
            "model_fitted": sha256(repr((model.calibration, model.target)).encode()).hexdigest()[:16],
        }

    def rank_partition(self, partition: Partition) -> PartitionFigures | PartitionMissing:
        """Rank the schools of a partition and write their lists; nothing is written of records that have problems."""
        load_compiled_loops()
        begun, data = self.seconds(), partition.source.watermark()
        try:
            found = self._found(partition)
        except RecordsError as error:
            return PartitionMissing(partition.name, problems=error.problems)
        except Refused as error:
            en, ro = (" ".join(error.sentences(language)) for language in ("en", "ro"))
            return PartitionMissing(partition.name, refused=Bilingual(en, ro))
        self.files.write(partition, tables_of(found, self.files.file_format))
        figures = figures_of(partition.name, found, self.seconds() - begun)
        self.files.mark_done(partition, asdict(figures), data=data)
        return figures

    def _found(self, partition: Partition) -> EverySchool:
        """Rank the schools of a partition; its records are let go of when this returns."""
        records = load_records(partition.source, today=self.today)
        self.scorer.require_children_of_its_kind(records)
        index = index_records(records)
        return rank_every_school(self.scorer, index, self.as_of, viewer=self.viewer, capacity=self.capacity)


def load_compiled_loops() -> None:
    """Load what is compiled: the rows of one partition alone may be too few to be worth it, those of all are not."""
    events.load_compiled()
    tree_tables.load_compiled()


def rank_country(records: Path, run: CountryRun, *, workers: Workers, tell: Tell) -> CountrySummary:
    """Rank all schools of a record folder, partition by partition; what is done already and unchanged is left as it is.

    Raises
    ------
    UsageError
        If the capacity is none, there is no such record folder, or the folder to write to holds something else.
    RecordsError
        If the record folder as a whole is wrong; problems of a partition are in the summary instead.
    NotPermitted
        If the viewer may not see the pupils of all schools.
    """
    run.viewer.require_all()
    list_length(run.capacity, 1)  # which refuses what is no capacity
    partitions = record_partitions(records)
    run.files.begin(run.request(), partitions)
    results: dict[Partition, PartitionFigures | PartitionMissing] = {
        partition: PartitionFigures.read(figures)
        for partition in partitions
        if (figures := run.files.figures(partition)) is not None
    }
    if results:
        done_en, done_ro = (
            f"{len(results)} of {len(partitions)} partitions",
            f"{len(results)} din {len(partitions)} părți",
        )
        tell(
            Bilingual(
                f"going on; {done_en} are done and their records unchanged",
                f"continuarea; {done_ro} sunt gata, cu date neschimbate",
            )
        )
    waiting = [partition for partition in partitions if partition not in results]
    for partition in waiting:
        run.files.forget(partition)
    results |= _worked(run, waiting, workers, tell)
    tell(Bilingual("summing up", "însumarea"))
    done = {partition: found for partition in partitions if isinstance(found := results[partition], PartitionFigures)}
    summary = CountrySummary(
        request=run.request(),
        done=tuple(done.values()),
        missing=tuple(found for partition in partitions if isinstance(found := results[partition], PartitionMissing)),
        cautions=duplicate_cautions(run.files, list(done)) if len(done) > 1 else (),
    )
    write_summary(summary, run.files)
    return summary


def _worked(
    run: CountryRun, waiting: Sequence[Partition], workers: Workers, tell: Tell
) -> Iterator[tuple[Partition, PartitionFigures | PartitionMissing]]:
    """Have the partitions ranked and yield what came of each, telling how long the rest will take."""
    pace = Pace(run.seconds, {partition: partition.source.size() for partition in waiting})
    if waiting:
        tell(_ranking(1, len(waiting), Bilingual("", "")))
    for number, (partition, result) in enumerate(workers.each(run.rank_partition, waiting), start=1):
        yield partition, result
        news, left = _news(result), pace.left_after(partition)
        if number < len(waiting):
            news = Bilingual(f"{news.en}, {left.en} left", f"{news.ro}, mai durează {left.ro}")
        tell(_ranking(number + 1, len(waiting), news))


def _ranking(number: int, partitions: int, news: Bilingual) -> Bilingual:
    """Say which partition is ranked now, after the news of the one before; when none is left, the news alone."""
    en, ro = (f"; {text}" if text else "" for text in news)
    if number > partitions:
        return Bilingual(f"ranking{en}", f"ordonarea{ro}")
    return Bilingual(f"ranking{en} ({number} of {partitions})", f"ordonarea{ro} ({number} din {partitions})")


def _news(result: PartitionFigures | PartitionMissing) -> Bilingual:
    name = result.partition
    if isinstance(result, PartitionFigures):
        seconds = f"{result.seconds:.1f} s"
        return Bilingual(f"{name} took {seconds}", f"{name} a durat {seconds}")
    if result.refused:
        return Bilingual(f"{name} was refused", f"{name} a fost refuzată")
    return Bilingual(f"{name} has problems", f"{name} are probleme")
