"""A country of three counties as CSV, a clock that ticks, and a small model."""

import datetime as dt
import itertools
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pandas as pd

from features.i18n.text import Bilingual
from features.partitions.partition import SerialExecutor, Workers
from features.point_in_time.register_recency import RecordingRate
from models.ranking.scorer import Scorer
from models.viewer import Viewer
from serving.batch.checkpoints import CountryFiles
from serving.batch.country_run import CountryRun
from serving.batch.run import rank_country
from serving.batch.summary import CountrySummary
from serving.batch.tables import TableFormat
from tests.support.small_models import TRAINED_ON, fitted_model

AS_OF = dt.date(2025, 2, 3)
TODAY = dt.date(2026, 1, 1)
SCORER = Scorer(
    replace(
        fitted_model(), trained_on=replace(TRAINED_ON, recording_rates=(RecordingRate("attendance", 5, 0.9, 0.2),))
    ),
    "3",
)
# The school, its class, and how many children of it are in school at the date: the eleven of class 5S are silent.
CLASSES = {
    "AB": [("A1", "7A", 12)],
    "CJ": [("C1", "7A", 10), ("C2", "=2+5", 5), ("C2", "5S", 11)],
    "MM": [("M1", "7A", 6)],
}  # fmt: skip


def write_country(folder: Path) -> Path:
    """Write three counties with 44 children in four schools."""
    for county, classes in CLASSES.items():
        write_county(folder, county, classes)
    return folder


def write_county(folder: Path, county: str, classes: Sequence[tuple[str, str, int]]) -> None:
    """Write one county; who has a high number misses much and has low marks."""
    place = folder / f"county={county}"
    place.mkdir(parents=True, exist_ok=True)
    pupils = [(f"{school}{label[-1]}{number:02}", school, label, number)
              for school, label, count in classes for number in range(count)]  # fmt: skip
    enrolled = [f"{pupil},{school},2024-2025,2024-09-09,{label},{label[0].replace('=', '7')}"
                for pupil, school, label, _ in pupils]  # fmt: skip
    absences = [
        f"{pupil},{dt.date(2024, 9, 13) + dt.timedelta(weeks=week)},{1 + number % 6}"
        for pupil, _, label, number in pupils
        for week in range(20 if label != "5S" else 3)
        if week % 12 <= number
    ]
    marks = [f"{pupil},2024-11-{day},{10 - number % 7},1-10" for pupil, _, _, number in pupils for day in (11, 25)]
    (place / "enrolments.csv").write_text(
        "\n".join(["pupil_id,school_id,school_year,enrolled_on,class_label,grade_level", *enrolled, ""])
    )
    (place / "attendance.csv").write_text("\n".join(["pupil_id,date,hours", *absences, ""]))
    (place / "grades.csv").write_text("\n".join(["pupil_id,date,mark,scale", *marks, ""]))


@dataclass
class Told:
    """What a run told, step by step."""

    steps: list[str] = field(default_factory=list)

    def __call__(self, step: Bilingual) -> None:
        assert step.ro != step.en
        self.steps.append(step.en)


def ticking() -> Callable[[], float]:
    """Return a clock that goes on by a second whenever it is asked."""
    ticks: Iterator[int] = itertools.count()
    return lambda: float(next(ticks))


def run_of(out: Path, file_format: TableFormat = "csv", **changed: Any) -> CountryRun:
    asked: dict[str, Any] = {
        "scorer": SCORER, "as_of": AS_OF, "capacity": 0.2, "today": TODAY, "seconds": ticking(),
        "files": CountryFiles(out, file_format), "viewer": Viewer("test"),
    }  # fmt: skip
    return CountryRun(**(asked | changed))


def ranked(
    records: Path, run: CountryRun, *, workers: Workers | None = None, told: Told | None = None
) -> CountrySummary:
    return rank_country(records, run, workers=workers or SerialExecutor(), tell=told or Told())


def written(out: Path) -> dict[str, bytes]:
    """Return all files of a folder but what says how long it took."""
    return {
        path.relative_to(out).as_posix(): path.read_bytes()
        for path in sorted(out.rglob("*"))
        if path.is_file() and path.parent.name != "done" and not path.name.startswith("summary")
    }


def lists_of(out: Path, part: str, table: str = "lists") -> pd.DataFrame:
    """Read one table of a part, whatever it was written as; floats to the last bit, empty cells as empty texts."""
    if (out / table / f"{part}.parquet").exists():
        return pd.read_parquet(out / table / f"{part}.parquet")
    return pd.read_csv(
        out / table / f"{part}.csv", keep_default_na=False, na_values={},
        dtype={"pupil_id": "str", "school_id": "str"},
    )  # fmt: skip
