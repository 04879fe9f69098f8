"""What does the benchmark of the service ask, of which county and champion? Made through the real command line."""

import datetime as dt
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from service_processes import prezent, today

from features.point_in_time.record_index import RecordIndex, index_records
from features.records.known_before import records_of_schools
from features.records.records import Records, load_records
from features.table.feature_table import build_features
from prezent.settings import quieten_libraries

COUNTY = "OT"
AS_OF = tuple(dt.date(2026, 4, day) for day in (20, 21, 22))  # asked in turn, as different people would
COLD = tuple(dt.date(2026, 5, day) for day in range(4, 14))  # asked once each: the first request of a date
SCHOOL_OF, CAPACITY = 400, 20


@dataclass(frozen=True)
class Setup:
    """The school that is asked for: how many children it has, the files of the bodies by kind of request."""

    children: int
    bodies: dict[str, tuple[str, ...]]

    @property
    def megabytes(self) -> float:
        """The size of a body with records."""
        return Path(self.bodies["/rank with records"][0]).stat().st_size / 1e6


def set_up(folder: Path, *, pupils: int, seed: int) -> Setup:
    """Make in a folder what the services need and what they are asked; what is there already is used."""
    folder.mkdir(exist_ok=True, parents=True)
    make_champion(folder, pupils=pupils, seed=seed)
    save_for_afternoon(folder)
    index = index_records(load_records(folder / "records", today=today()))
    school, children = school_of(index, SCHOOL_OF)
    return Setup(children, write_bodies(folder / "bodies", index, school))


def make_champion(folder: Path, *, pupils: int, seed: int) -> None:
    """Make records and a champion by the command line, unless they are there."""
    if not (folder / "records").exists():
        prezent(
            folder,
            "synth",
            "records",
            "--county",
            COUNTY,
            "--pupils",
            str(pupils),
            "--seed",
            str(seed),
            "--format",
            "parquet",
        )
        prezent(folder, "train", "records", "--after-term", "M1", "--after-term", "M3", "--after-term", "M4")
        signed = ("--by", "benchmark", "--reason", "the only model")
        overruled = ("--overruled-by", "second", "--overrule-reason", "an invented county")
        if not prezent(folder, "promote", "challenger", *signed, may_refuse=True):
            prezent(folder, "promote", "challenger", *signed, *overruled)


def save_for_afternoon(folder: Path) -> None:
    """Save the champion as the afternoon's service reads it: LightGBM's text, and what else it needs to know."""
    quieten_libraries()
    from models.registry.registry import Registry

    model, version = Registry(f"sqlite:///{(folder / 'var' / 'mlflow.db').as_posix()}").load("champion")
    about = {
        "model_version": version, "feature_names": list(model.feature_names), "school_sd": model.school_sd,
        "slope": model.calibration.slope, "intercept": model.calibration.intercept,
    }  # fmt: skip
    (folder / "model").mkdir(exist_ok=True)
    (folder / "model" / "trees.txt").write_text(model.lightgbm_text, encoding="utf-8")
    (folder / "model" / "about.json").write_text(json.dumps(about), encoding="utf-8")


def school_of(index: RecordIndex, children: int) -> tuple[str, int]:
    """Return the school whose cohort is nearest to a size, and that cohort's size."""
    sizes = build_features(index, AS_OF[0]).pupils["school_id"].value_counts()
    school = (sizes - children).abs().idxmin()
    return str(school), int(sizes[school])


def write_bodies(folder: Path, index: RecordIndex, school: str) -> dict[str, tuple[str, ...]]:
    """Write the bodies that are asked, and return their files by kind."""
    rows = rows_of(records_of_schools(index.records, [school]))
    pupils = build_features(index, AS_OF[0]).pupils
    mine = pupils.loc[pupils["school_id"] == school, "pupil_id"]
    asked = [{"as_of": date.isoformat(), "capacity": CAPACITY, "school_id": school} for date in (*AS_OF, *COLD)]
    bodies: dict[str, list[Any]] = {
        "/rank": asked[: len(AS_OF)],
        "cold": asked[len(AS_OF) :],
        "/explain": [{"as_of": date.isoformat(), "pupil_id": pupil} for pupil in mine[::10] for date in AS_OF],
        "/rank with records": [{**asked[0], "records": rows}],
    }
    folder.mkdir(exist_ok=True)
    written = {}
    for number, (kind, each) in enumerate(bodies.items()):
        files = [folder / f"{number}-{place}.json" for place in range(len(each))]
        for file, body in zip(files, each, strict=True):
            file.write_text(json.dumps(body), encoding="utf-8")
        written[kind] = tuple(map(str, files))
    return written


def rows_of(records: Records) -> dict[str, list[dict[str, Any]]]:
    """Return records as the rows of a request, without the cells that are empty."""
    tables = {}
    for name in sorted(records.given):
        frame = records[name].copy()
        for column in frame.columns[frame.dtypes.astype(str).str.startswith("datetime")]:
            frame[column] = frame[column].dt.strftime("%Y-%m-%d")
        frame = frame.astype(object)
        tables[name] = [
            {key: cell for key, cell in row.items() if cell == cell and cell is not None}
            for row in frame.to_dict("records")
        ]
    return tables
