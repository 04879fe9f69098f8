"""What came of a country's lists: a row per partition, a total, and what is missing."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from features.files.whole_files import write_text_whole
from features.i18n.text import Bilingual, Language
from features.schema.problems import Problem
from models.ranking.all_schools import EverySchool
from models.ranking.expected_hits import ExpectedHits, expected_in_all
from models.ranking.list_warnings import Caution
from models.risk.model import Predicted
from serving.batch.checkpoints import SUMMARY, CountryFiles, write_json
from serving.batch.places_summary import write_places
from serving.batch.placing import CountryPlaces
from serving.batch.tables import of_school_alone
from serving.output.spreadsheet import table_text

ALL = "all"
COLUMNS = (
    "partition", "state", "schools", "children", "listed", "not_scored", "expected_hits", "expected_hits_low",
    "expected_hits_high", "schools_with_cautions", "cautions", "seconds",
)  # fmt: skip
_HEADINGS_RO = {
    "partition": "Partea", "state": "Stare", "schools": "Școli", "children": "Copii", "listed": "În liste",
    "not_scored": "Nu se poate spune încă", "expected_hits": "Cazuri așteptate",
    "expected_hits_low": "Cazuri așteptate, de la", "expected_hits_high": "Cazuri așteptate, până la",
    "schools_with_cautions": "Școli cu avertismente", "cautions": "Avertismente", "seconds": "Secunde",
}  # fmt: skip
_STATES_RO = {"done": "gata", "incomplete": "incomplet", "refused": "refuzată", "problems": "are probleme"}


@dataclass(frozen=True)
class PartitionFigures:
    """The lists of one partition in numbers; ``children`` are all in school at the date, scored or not.

    ``seconds`` is how long reading, ranking and writing took.
    """

    partition: str
    schools: int
    children: int
    listed: int
    not_scored: int
    expected_hits: float
    expected_hits_low: int
    expected_hits_high: int
    expected_hits_variance: float
    schools_with_cautions: int
    cautions: tuple[Caution, ...]
    data_fingerprint: str
    seconds: float

    @classmethod
    def read(cls, figures: Mapping[str, Any]) -> "PartitionFigures":
        """Read what ``asdict`` made of the figures."""
        return cls(**{**figures, "cautions": tuple(Caution(**caution) for caution in figures["cautions"])})


@dataclass(frozen=True)
class PartitionMissing:
    """A partition that has no lists: its records have problems, or were refused with a sentence."""

    partition: str
    problems: tuple[Problem, ...] = ()
    refused: Bilingual | None = None


@dataclass(frozen=True)
class CountrySummary:
    """What came of a run: partitions that are done, those without lists, and cautions about all of them together.

    ``places`` are those that were given to all schools together, where that was asked for.
    """

    request: Mapping[str, Any]
    done: tuple[PartitionFigures, ...]
    missing: tuple[PartitionMissing, ...]
    cautions: tuple[Caution, ...]
    predicted: Predicted
    places: CountryPlaces | None = None

    def total(self) -> dict[str, Any]:
        """Return the sums over the partitions that are done; of one partition alone its own interval."""
        counts = ("schools", "children", "listed", "not_scored", "schools_with_cautions")
        expected = self.expected()
        return {
            **{name: sum(getattr(partition, name) for partition in self.done) for name in counts},
            "expected_hits": expected.mean,
            "expected_hits_low": expected.low,
            "expected_hits_high": expected.high,
            "seconds": round(sum(partition.seconds for partition in self.done), 3),
        }

    def expected(self) -> ExpectedHits:
        """Return how many of all listed children will have the outcome."""
        if len(self.done) == 1:
            (only,) = self.done
            return ExpectedHits(only.expected_hits, only.expected_hits_low, only.expected_hits_high)
        means, variances = (
            np.array([getattr(partition, name) for partition in self.done], dtype=float)
            for name in ("expected_hits", "expected_hits_variance")
        )
        return expected_in_all(means, variances)


def figures_of(partition: str, found: EverySchool, seconds: float) -> PartitionFigures:
    """Sum up the lists of a partition's schools."""
    return PartitionFigures(
        partition=partition,
        schools=len(found.schools),
        children=len(found.children) + len(found.not_scored),
        listed=int(found.children["listed"].sum()),
        not_scored=len(found.not_scored),
        expected_hits=found.expected.mean,
        expected_hits_low=found.expected.low,
        expected_hits_high=found.expected.high,
        expected_hits_variance=found.hits_variance,
        schools_with_cautions=sum(bool(of_school_alone(school.cautions)) for school in found.schools),
        cautions=of_school_alone(found.cautions),
        data_fingerprint=found.data_fingerprint,
        seconds=round(seconds, 3),
    )


def write_summary(summary: CountrySummary, files: CountryFiles, language: Language = "en") -> None:
    """Write ``summary.json``, and ``summary.csv`` with a row per partition and one for all, for people to read."""
    content = {
        "request": summary.request,
        **summary.predicted.as_json(),
        "total": summary.total(),
        "partitions": [asdict(partition) for partition in summary.done],
        "missing": [_missing(partition) for partition in summary.missing],
        "cautions": [asdict(caution) for caution in summary.cautions],
    }
    write_json(files.out / f"{SUMMARY}.json", content)
    write_text_whole(files.out / f"{SUMMARY}.csv", _csv_text(summary, language))
    if summary.places is not None:
        write_places(summary.places, files, language)


def _missing(partition: PartitionMissing) -> dict[str, Any]:
    return {
        "partition": partition.partition,
        "refused": partition.refused.en if partition.refused else "",
        "refused_ro": partition.refused.ro if partition.refused else "",
        "problems_ro": [problem.sentence("ro") for problem in partition.problems],
        "problems_en": [problem.sentence("en") for problem in partition.problems],
    }


def _csv_text(summary: CountrySummary, language: Language) -> str:
    """Return a row per partition, those without lists last but one for all."""
    total = {**summary.total(), "partition": ALL, "state": "incomplete" if summary.missing else "done"}
    rows: list[dict[str, Any]] = [
        *(
            {**asdict(partition), "state": "done", "cautions": _told(partition.cautions, language)}
            for partition in summary.done
        ),
        *(
            {"partition": partition.partition, "state": "refused" if partition.refused else "problems"}
            for partition in summary.missing
        ),
        {**total, "cautions": _told(summary.cautions, language)},
    ]
    if language == "ro":
        rows = [row | {"state": _STATES_RO[str(row["state"])]} for row in rows]
        rows[-1]["partition"] = "toate"
    return table_text(rows, COLUMNS, headings=_HEADINGS_RO, language=language)


def _told(cautions: Sequence[Caution], language: Language) -> str:
    """Return cautions as codes for programs, or as sentences."""
    return " ".join(caution.text_ro if language == "ro" else caution.code for caution in cautions)
