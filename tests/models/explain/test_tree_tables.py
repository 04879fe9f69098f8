import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from models.explain import tree_tables
from models.explain.lookup_numpy import BLOCK
from models.explain.tree_tables import MANY
from models.risk.lightgbm_fit import Hyperparameters, fit_trees
from tests.support.models.random_trees import odd_rows, random_booster, random_rows, tables_of
from tests.support.models.real_rows import oulad_rows, uci_rows
from tests.support.small_models import fitted_model, invented_values

ROOT = Path(__file__).parents[3]


@pytest.fixture(params=["numpy", "compiled"])
def road(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Go one of the two roads, however many rows there are."""
    monkeypatch.setattr(tree_tables, "_are_few", lambda _rows: request.param == "numpy")
    return str(request.param)


@pytest.mark.usefixtures("road")
@pytest.mark.parametrize("seed", range(50))
def test_margins_are_lightgbms_to_the_last_bit_and_reasons_to_a_billionth(seed: int):
    """Random ensembles on random rows: NaN, zeros, tiny and infinite values, in each way of taking what is missing."""
    booster = random_booster(seed)
    tables = tables_of(booster)
    for values in (random_rows(seed), odd_rows(seed)):
        explained = booster.predict(values, pred_contrib=True)
        assert tables.margins_of(values).tolist() == booster.predict(values, raw_score=True).tolist()
        assert np.abs(tables.contributions_of(values) - explained[:, :-1]).max() < 1e-9
        assert np.abs(tables.base_margin - explained[:, -1]).max() < 1e-9


@pytest.mark.usefixtures("road")
@pytest.mark.parametrize("rows", [0, 1, BLOCK - 1, BLOCK, BLOCK + 1, 3 * BLOCK])
def test_a_row_is_the_same_alone_and_in_blocks_of_any_size(rows: int):
    tables, values = fitted_model().trees, invented_values(3 * BLOCK).to_numpy()
    all_margins, all_contributions = tables.margins_of(values), tables.contributions_of(values)
    assert tables.margins_of(values[:rows]).tolist() == all_margins[:rows].tolist()
    assert tables.contributions_of(values[:rows]).tolist() == all_contributions[:rows].tolist()
    if rows == 1:
        assert tables.margins_of(values[17:18])[0] == all_margins[17]


def test_both_roads_give_the_same_bits():
    tables, values = fitted_model().trees, invented_values(MANY).to_numpy()
    few, many = values[: MANY - 1], values
    assert tables.margins_of(few).tobytes() == tables.margins_of(many)[:-1].tobytes()
    assert tables.contributions_of(few).tobytes() == tables.contributions_of(many)[:-1].tobytes()


@pytest.mark.slow
def test_few_rows_load_nothing_compiled_and_many_do():
    program = """
import sys
from tests.support.small_models import fitted_model, invented_values
from models.explain.tree_tables import MANY
fitted_model().risk(invented_values(MANY - 1))
print("numba" in sys.modules)
fitted_model().margins(invented_values(MANY))
print("numba" in sys.modules)
"""
    path = os.pathsep.join([str(ROOT), str(ROOT / "tests")])
    environment = {**os.environ, "PYTHONPATH": path}
    done = subprocess.run([sys.executable, "-c", program], env=environment, capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "True"]


def test_two_threads_give_what_one_gives():
    tables, values = fitted_model().trees, invented_values(MANY).to_numpy()
    assert tables.margins_of(values, threads=2).tobytes() == tables.margins_of(values).tobytes()
    assert tables.contributions_of(values, threads=2).tobytes() == tables.contributions_of(values).tobytes()


@pytest.mark.usefixtures("road")
def test_values_may_lie_in_memory_by_row_or_by_column():
    tables, values = fitted_model().trees, invented_values(50).to_numpy()
    by_row, by_column = np.array(values, order="C"), np.array(values, order="F")
    assert tables.contributions_of(by_row).tobytes() == tables.contributions_of(by_column).tobytes()


@pytest.mark.usefixtures("road")
def test_a_feature_that_no_tree_asks_adds_nothing():
    booster, values = random_booster(5), random_rows(5)
    unused = booster.feature_importance() == 0
    assert not tables_of(booster).contributions_of(values)[:, unused].any()


@pytest.mark.slow
@pytest.mark.usefixtures("road")
@pytest.mark.parametrize("data", ["uci", "oulad"])
def test_real_pupils_get_lightgbms_margins_and_reasons(shared_data: Path, data: str):
    """Models fitted as Prezent fits them, on the UCI and OULAD data."""
    rows = uci_rows(shared_data) if data == "uci" else oulad_rows(shared_data)
    booster = fit_trees(rows.rows.values, rows.labels, rows.features, Hyperparameters())
    tables, values = tables_of(booster), rows.rows.values.to_numpy(np.float64)
    assert tables.margins_of(values).tolist() == booster.predict(values, raw_score=True).tolist()
    sample = values[:: max(1, len(values) // 2000)]
    explained = booster.predict(sample, pred_contrib=True)
    assert np.abs(tables.contributions_of(sample) - explained[:, :-1]).max() < 1e-9
