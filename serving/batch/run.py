"""All schools of a country ranked partition by partition, in bounded memory; a killed run goes on.

The lists of a part are made from the part's own records, which are forgotten before the next part's are read. Whoever
works on a part also writes its files: what comes back is a row of figures, so that parts may as well be worked on in
other processes that reach the same folders.
"""

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from features.errors import Refused
from features.partitions.partition import Partition, Workers, files_of, record_parts
from features.point_in_time import events
from features.point_in_time.record_index import index_records
from features.records.records import load_records
from features.schema.problems import RecordsError
from models.explain import tree_tables
from models.ranking.all_schools import EverySchool, rank_every_school
from models.ranking.ordering import list_length
from models.ranking.scorer import Scorer
from serving.batch.checkpoints import CountryFiles
from serving.batch.duplicates import twice_cautions
from serving.batch.eta import Pace
from serving.batch.summary import CountrySummary, PartFigures, PartMissing, figures_of, write_summary
from serving.batch.tables import tables_of

_LAYOUT = 1  # of the files; another one is another request


@dataclass(frozen=True)
class CountryRun:
    """What is asked of every part, and where its files go; it can be sent to other processes.

    ``capacity`` is that of a school. Nothing in the records may be dated after ``today``. ``seconds`` is a clock.
    """

    scorer: Scorer
    as_of: dt.date
    capacity: float
    files: CountryFiles
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

    def rank_part(self, part: Partition) -> PartFigures | PartMissing:
        """Rank the schools of a part and write their lists; nothing is written of records that have problems."""
        load_compiled_loops()
        begun, data = self.seconds(), files_of(part)
        try:
            found = self._found(part)
        except RecordsError as error:
            return PartMissing(part.name, problems=error.problems)
        except Refused as error:
            return PartMissing(part.name, refused=str(error))
        self.files.write(part, tables_of(found, self.files.file_format))
        figures = figures_of(part.name, found, self.seconds() - begun)
        self.files.mark_done(part, asdict(figures), data=data)
        return figures

    def _found(self, part: Partition) -> EverySchool:
        """Rank the schools of a part; its records are let go of when this returns."""
        index = index_records(load_records(part.folder, today=self.today))
        return rank_every_school(self.scorer, index, self.as_of, capacity=self.capacity)


def load_compiled_loops() -> None:
    """Load what is compiled: for one part alone the rows may be too few to be worth it, for all parts they are not."""
    events.load_compiled()
    tree_tables.load_compiled()


def rank_country(records: Path, run: CountryRun, *, workers: Workers, tell: Callable[[str], None]) -> CountrySummary:
    """Rank all schools of a record folder, part by part; what is done already and unchanged is left as it is.

    Raises
    ------
    UsageError
        If the capacity is none, there is no such record folder, or the folder to write to holds something else.
    RecordsError
        If the record folder as a whole is wrong; problems of a part are in the summary instead.
    """
    list_length(run.capacity, 1)  # which refuses what is no capacity
    parts = record_parts(records)
    run.files.begin(run.request(), parts)
    results: dict[Partition, PartFigures | PartMissing] = {
        part: PartFigures.read(figures) for part in parts if (figures := run.files.figures(part)) is not None
    }
    if results:
        tell(f"going on; {len(results)} of {len(parts)} parts are done and their records unchanged")
    waiting = [part for part in parts if part not in results]
    for part in waiting:
        run.files.forget(part)
    results |= _worked(run, waiting, workers, tell)
    tell("summing up")
    done = {part: found for part in parts if isinstance(found := results[part], PartFigures)}
    summary = CountrySummary(
        request=run.request(),
        done=tuple(done.values()),
        missing=tuple(found for part in parts if isinstance(found := results[part], PartMissing)),
        cautions=twice_cautions(run.files, list(done)) if len(done) > 1 else (),
    )
    write_summary(summary, run.files)
    return summary


def _worked(
    run: CountryRun, waiting: Sequence[Partition], workers: Workers, tell: Callable[[str], None]
) -> Iterator[tuple[Partition, PartFigures | PartMissing]]:
    """Have the parts ranked and yield what came of each, telling how long the rest will take."""
    pace = Pace(run.seconds, {part: sum(size for size, _ in files_of(part).values()) for part in waiting})
    if waiting:
        tell(f"ranking (1 of {len(waiting)})")
    for number, (part, result) in enumerate(workers.each(run.rank_part, waiting), start=1):
        yield part, result
        if number < len(waiting):
            tell(f"ranking; {_news(result)}, {pace.left_after(part)} left ({number + 1} of {len(waiting)})")
        else:
            tell(f"ranking; {_news(result)}")


def _news(result: PartFigures | PartMissing) -> str:
    if isinstance(result, PartMissing):
        return f"{result.part} {'was refused' if result.refused else 'has problems'}"
    return f"{result.part} took {result.seconds:.1f} s"
