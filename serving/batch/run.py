"""All schools of a country ranked partition by partition, in bounded memory; a killed run goes on.

The lists of a partition are made from the partition's own records, which are forgotten before the next partition's are
read. Whoever works on a partition also writes its files: what comes back is a row of figures, so that partitions may as
well be worked on in other processes that reach the same folders. Where places are given to all schools together, a
first pass scores every partition; the lists are made in a second.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Generic

from features.i18n.text import Bilingual
from features.partitions.partition import Partition, Workers, record_partitions
from features.records.source import RecordSource
from models.ranking.list_warnings import INVENTED, Caution
from models.ranking.ordering import list_length
from models.ranking.placing import Placing
from models.risk.model import INVENTED_CHILDREN, RiskModel
from serving.batch.checkpoints import CountryFiles
from serving.batch.country_run import CountryRun, Done
from serving.batch.duplicates import duplicate_cautions
from serving.batch.eta import Pace
from serving.batch.placing import PartitionScored, give_places
from serving.batch.summary import CountrySummary, PartitionFigures, PartitionMissing, write_summary

Tell = Callable[[Bilingual], None]


def rank_country(records: RecordSource | Path, run: CountryRun, *, workers: Workers, tell: Tell) -> CountrySummary:
    """Rank all schools of records, partition by partition; what is done already and unchanged is left as it is.

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
    list_length(run.capacity.places if isinstance(run.capacity, Placing) else run.capacity, 1)  # refuses what is none
    partitions = record_partitions(records)
    run.files.begin(run.request(), partitions)
    places = None
    if isinstance(run.capacity, Placing):
        run.files.scores.make_folders()
        scored = _results(run, partitions, _SCORING, workers=workers, tell=tell)
        done, missing = _parted(scored, PartitionScored)
        if missing:  # whose schools are to have places too
            return _nothing_given(run, partitions, missing)
        tell(Bilingual("giving the places", "împărțirea locurilor"))
        places = give_places(run.capacity, done, run.files.scores)
        run = replace(run, places=places.of_partitions())
    ranked, missing = _parted(_results(run, partitions, _RANKING, workers=workers, tell=tell), PartitionFigures)
    tell(Bilingual("summing up", "însumarea"))
    summary = CountrySummary(
        request=run.request(),
        done=tuple(ranked.values()),
        missing=missing,
        cautions=(
            *_of_the_model(run.scorer.model),
            *(duplicate_cautions(run.files, list(ranked)) if len(ranked) > 1 else ()),
        ),
        predicted=run.predicted(),
        places=places,
    )
    write_summary(summary, run.files, run.language)
    return summary


def _of_the_model(model: RiskModel) -> Iterator[Caution]:
    if model.trained_on.invented:
        yield Caution(INVENTED, INVENTED_CHILDREN.ro, INVENTED_CHILDREN.en)


def _nothing_given(
    run: CountryRun, partitions: Sequence[Partition], missing: tuple[PartitionMissing, ...]
) -> CountrySummary:
    """Leave no list of an allotment that is no more."""
    for partition in partitions:
        run.files.forget(partition)
    summary = CountrySummary(run.request(), (), missing, (), run.predicted())
    write_summary(summary, run.files, run.language)
    return summary


def _parted(
    results: Mapping[Partition, Done | PartitionMissing], done: type[Done]
) -> tuple[dict[Partition, Done], tuple[PartitionMissing, ...]]:
    finished = {partition: found for partition, found in results.items() if isinstance(found, done)}
    return finished, tuple(found for found in results.values() if isinstance(found, PartitionMissing))


@dataclass(frozen=True)
class _Pass(Generic[Done]):
    """One pass over all partitions: what it is called, whose files, and how what is done is read again."""

    name: Bilingual
    files: Callable[[CountryRun], CountryFiles]
    work: Callable[[CountryRun], Callable[[Partition], Done | PartitionMissing]]
    read: Callable[[Mapping[str, Any]], Done]


_SCORING = _Pass(
    Bilingual("scoring", "calculul scorurilor"), lambda run: run.files.scores, lambda run: run.score_partition,
    PartitionScored.read,
)  # fmt: skip
_RANKING = _Pass(
    Bilingual("ranking", "ordonarea"), lambda run: run.files, lambda run: run.rank_partition, PartitionFigures.read
)


def _results(
    run: CountryRun, partitions: Sequence[Partition], each: _Pass[Done], *, workers: Workers, tell: Tell
) -> dict[Partition, Done | PartitionMissing]:
    """Have all partitions worked on; what is done already and unchanged is left as it is."""
    files = each.files(run)
    results: dict[Partition, Done | PartitionMissing] = {
        partition: each.read(figures)
        for partition in partitions
        if (figures := files.figures(partition, data=run.data(partition))) is not None
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
        files.forget(partition)
    results |= _worked(run, waiting, each, workers=workers, tell=tell)
    return {partition: results[partition] for partition in partitions}


def _worked(
    run: CountryRun, waiting: Sequence[Partition], each: _Pass[Done], *, workers: Workers, tell: Tell
) -> Iterator[tuple[Partition, Done | PartitionMissing]]:
    """Have the partitions worked on and yield what came of each, telling how long the rest will take."""
    pace = Pace(run.seconds, {partition: partition.source.size() for partition in waiting})
    if waiting:
        tell(_doing(each.name, 1, len(waiting), Bilingual("", "")))
    for number, (partition, result) in enumerate(workers.each(each.work(run), waiting), start=1):
        yield partition, result
        news, left = _news(result), pace.left_after(partition)
        if number < len(waiting):
            news = Bilingual(f"{news.en}, {left.en} left", f"{news.ro}, mai durează {left.ro}")
        tell(_doing(each.name, number + 1, len(waiting), news))


def _doing(name: Bilingual, number: int, partitions: int, news: Bilingual) -> Bilingual:
    """Say on which partition is worked now, after the news of the one before; when none is left, the news alone."""
    en, ro = (f"; {text}" if text else "" for text in news)
    if number > partitions:
        return Bilingual(f"{name.en}{en}", f"{name.ro}{ro}")
    return Bilingual(f"{name.en}{en} ({number} of {partitions})", f"{name.ro}{ro} ({number} din {partitions})")


def _news(result: PartitionFigures | PartitionScored | PartitionMissing) -> Bilingual:
    name = result.partition
    if not isinstance(result, PartitionMissing):
        seconds = f"{result.seconds:.1f} s"
        return Bilingual(f"{name} took {seconds}", f"{name} a durat {seconds}")
    if result.refused:
        return Bilingual(f"{name} was refused", f"{name} a fost refuzată")
    return Bilingual(f"{name} has problems", f"{name} are probleme")
