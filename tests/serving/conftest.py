"""What the tests of serving share: a small invented county, a tiny model, and the records as rows."""

import datetime as dt
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from features.point_in_time.record_index import RecordIndex, index_records
from features.records.records import load_records
from features.synthetic import write_county
from models.ranking.scorer import Scorer
from serving.model_store.model_folder import write_pinned
from tests.support.serving.served import CARD
from tests.support.small_models import fitted_model

TODAY = dt.date(2026, 1, 1)


@pytest.fixture(scope="session")
def county(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A record folder with three schools, two school years and about 300 pupils."""
    folder = tmp_path_factory.mktemp("records") / "county"
    write_county(folder, pupils=300, years=2, seed=7, schools=3, last_year=2024)
    return folder


@pytest.fixture(scope="session")
def county_rows(county: Path) -> dict[str, list[dict[str, Any]]]:
    """The same records as rows of a request: dates as text, what is missing left out."""
    return {path.stem: _rows(pd.read_parquet(path)) for path in county.glob("*.parquet")}


@pytest.fixture(scope="session")
def index(county: Path) -> RecordIndex:
    return index_records(load_records(county, today=TODAY))


@pytest.fixture(scope="session")
def school(index: RecordIndex) -> str:
    return str(index.enrolments["school_id"].iloc[-1])


@pytest.fixture(scope="session")
def scorer() -> Scorer:
    """A small model of invented children, which has something to say of these too."""
    return Scorer(fitted_model(), "3")


@pytest.fixture(scope="session")
def pinned(scorer: Scorer, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("var") / "3"
    write_pinned(scorer, folder, run_id="run-of-3", card=CARD)
    return folder


def _rows(frame: pd.DataFrame) -> list[dict[str, Any]]:
    texts = {name: values.dt.strftime("%Y-%m-%d") for name, values in frame.select_dtypes("datetime").items()}
    rows = frame.assign(**texts).astype(object).to_dict("records")
    return [{name: cell for name, cell in row.items() if not pd.isna(cell)} for row in rows]
