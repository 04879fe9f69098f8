"""What labelled rows do the real data sets give, as the benchmarks take them?"""

import datetime as dt
import tempfile
from pathlib import Path

from features.importers import import_source
from features.point_in_time.record_index import RecordIndex, index_records
from features.progress import silent
from features.records.records import load_records
from training.dataset.cohorts import LabelledRows, prepare
from training.plan.plan import TrainingPlan

TODAY = dt.date(2026, 1, 1)


def uci_rows(data: Path) -> LabelledRows:
    """Return the 395 pupils of mathematics with one earlier mark known, labelled by failing the year."""
    index = _imported("uci-student", data / "uci_student_performance" / "student-mat.csv")
    plan = TrainingPlan(outcomes=("failed",), as_of=(dt.date(2006, 1, 15),), until="06-30", split="pupil")
    return prepare(index, plan, silent).final()


def oulad_rows(data: Path) -> LabelledRows:
    """Return the students of both 2013 presentations after eight weeks, labelled by failing or withdrawing."""
    dates = (dt.date(2013, 3, 29), dt.date(2013, 11, 26))
    plan = TrainingPlan(outcomes=("failed", "dropped_out"), as_of=dates, horizon_days=213)
    return prepare(_imported("oulad", data / "oulad"), plan, silent).final()


def _imported(outside_format: str, source: Path) -> RecordIndex:
    with tempfile.TemporaryDirectory() as folder:
        records = Path(folder) / "records"
        import_source(outside_format, source, records)
        return index_records(load_records(records, today=TODAY))
