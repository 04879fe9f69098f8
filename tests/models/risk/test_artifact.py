import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import lightgbm
import numpy as np
import pytest

from features.errors import Refused
from features.point_in_time.register_recency import RecordingRate
from models.drift.reference import KindUsual, MonthUsual, Reference, SchoolUsual, TrainingStatistics
from models.risk.artifact import read_model, write_model
from models.risk.artifact_files import FILES, FORMAT, MANIFEST_FILE, TABLES_FILE, TREES_FILE
from models.risk.model import RiskModel
from tests.support.small_models import TRAINED_ON, fitted_model, invented_values

ROOT = Path(__file__).parents[3]
USUAL = replace(
    TRAINED_ON,
    recording_rates=(RecordingRate("attendance", 5, 0.9, 0.2), RecordingRate("grades", None, 0.1 + 0.2, 0.0)),
    usual=TrainingStatistics(
        (
            Reference(
                "mark_mean_year",
                False,
                12.5,
                70.5,
                0.1,
                0.2,
                9.0,
                (MonthUsual(2, 0.1, 70.5), MonthUsual(11, 1.0, None)),
                (KindUsual("any", -0.5, 0.1 + 0.2, 0.3),),
            ),
        ),
        (SchoolUsual("d1", (None,), (1.0,)), SchoolUsual("d2", (70.25,), (0.0,))),
    ),
    counties=("VL",),
    invented=True,
)


def fitted(*, seed: int = 1) -> RiskModel:
    return replace(fitted_model(seed=seed), trained_on=USUAL)


def written(folder: Path, *, seed: int = 1) -> Path:
    folder.mkdir()
    write_model(fitted(seed=seed), folder)
    return folder


def test_a_model_reads_back_with_the_same_scores_and_reasons_to_the_last_bit(tmp_path: Path):
    model, values = fitted_model(), invented_values(300, seed=8)
    back = read_model(written(tmp_path / "model"))
    once, again = model.risk(values), back.risk(values)
    assert again.margins.tolist() == once.margins.tolist()
    assert again.scores.tolist() == once.scores.tolist()
    assert again.contributions.tolist() == once.contributions.tolist()
    assert again.base_margin == once.base_margin


def test_all_the_rest_reads_back_too(tmp_path: Path):
    model, back = fitted(), read_model(written(tmp_path / "model"))
    for name in ("calibration", "catalogue", "lightgbm_text", "school_sd", "target", "trained_on", "hyperparameters"):
        assert getattr(back, name) == getattr(model, name), name


def test_the_manifest_is_json_for_every_reader(tmp_path: Path):
    def refuse(constant: str) -> None:
        raise AssertionError(constant)

    manifest = json.loads((written(tmp_path / "model") / MANIFEST_FILE).read_text(), parse_constant=refuse)
    assert manifest["format"] == FORMAT
    assert manifest["trained_on"]["recording_rates"][1]["grade_level"] is None


def test_a_model_that_was_read_is_written_to_the_same_bytes(tmp_path: Path):
    first, second = written(tmp_path / "first"), tmp_path / "second"
    second.mkdir()
    write_model(read_model(first), second)
    for name in FILES:
        assert (first / name).read_bytes() == (second / name).read_bytes()


@pytest.mark.parametrize("name", FILES)
def test_a_missing_file_is_refused(tmp_path: Path, name: str):
    folder = written(tmp_path / "model")
    (folder / name).unlink()
    with pytest.raises(Refused, match=rf"cannot be read .*{name}.* register it again"):
        read_model(folder)


def test_a_folder_that_is_not_there_is_refused(tmp_path: Path):
    with pytest.raises(Refused, match="cannot be read"):
        read_model(tmp_path / "nowhere")


def test_trees_with_one_changed_digit_are_refused(tmp_path: Path):
    folder = written(tmp_path / "model")
    trees = (folder / TREES_FILE).read_text()
    place = trees.index("leaf_value=") + len("leaf_value=-0.")
    changed = trees[:place] + str((int(trees[place]) + 1) % 10) + trees[place + 1 :]
    (folder / TREES_FILE).write_text(changed)
    with pytest.raises(Refused, match="do not belong together"):
        read_model(folder)


@pytest.mark.parametrize("damage", [lambda text: text[: len(text) // 2], lambda text: "", lambda text: "\xff"])
@pytest.mark.parametrize("name", FILES)
def test_a_file_cut_off_or_overwritten_is_refused(tmp_path: Path, name: str, damage):
    folder = written(tmp_path / "model")
    damaged = damage((folder / name).read_text(encoding="latin-1"))
    (folder / name).write_text(damaged, encoding="latin-1")
    with pytest.raises(Refused):
        read_model(folder)


def test_tables_with_one_changed_bit_are_refused(tmp_path: Path):
    folder = written(tmp_path / "model")
    tables = bytearray((folder / TABLES_FILE).read_bytes())
    tables[len(tables) // 2] ^= 1
    (folder / TABLES_FILE).write_bytes(tables)
    with pytest.raises(Refused, match="do not belong together"):
        read_model(folder)


@pytest.mark.parametrize("name", FILES)
def test_one_file_of_another_model_is_refused(tmp_path: Path, name: str):
    mine, other = written(tmp_path / "mine"), written(tmp_path / "other", seed=2)
    (mine / name).write_bytes((other / name).read_bytes())
    with pytest.raises(Refused, match="do not belong together"):
        read_model(mine)


@pytest.mark.parametrize(
    ("entry", "sentence"),
    [
        ({"format": 3}, "made by another version of Prezent .format 3, here 6.; train it again"),
        ({"format": None}, "train it again"),
        ({"trees_sha256": "0" * 64}, "do not belong together"),
        ({"school_sd": "wide"}, "do not belong together"),
        ({"school_sd": float("nan")}, "do not belong together"),
        ({"sha256": "0" * 64}, "do not belong together"),
        ({"calibration": {"slope": 1.0, "intercept": 0.0}}, "do not belong together"),
    ],
)
def test_another_format_checksum_or_content_is_refused(tmp_path: Path, entry: dict[str, object], sentence: str):
    folder = written(tmp_path / "model")
    manifest = json.loads((folder / MANIFEST_FILE).read_text())
    (folder / MANIFEST_FILE).write_text(json.dumps(manifest | entry))
    with pytest.raises(Refused, match=sentence):
        read_model(folder)


def test_a_manifest_without_its_hash_is_refused(tmp_path: Path):
    folder = written(tmp_path / "model")
    manifest = json.loads((folder / MANIFEST_FILE).read_text())
    del manifest["sha256"]
    (folder / MANIFEST_FILE).write_text(json.dumps(manifest))
    with pytest.raises(Refused, match="cannot be read"):
        read_model(folder)


def test_any_flipped_bit_of_the_manifest_is_refused_or_says_the_same(tmp_path: Path):
    folder = written(tmp_path / "model")
    whole = (folder / MANIFEST_FILE).read_bytes()
    rng, refused = np.random.default_rng(7), 0
    for place in rng.integers(0, len(whole), 300):
        changed = bytearray(whole)
        changed[place] ^= 1 << int(rng.integers(0, 8))
        (folder / MANIFEST_FILE).write_bytes(changed)
        try:
            read_model(folder)
        except Refused:
            refused += 1
        else:  # white space, or a digit beyond what a float holds
            assert json.loads(changed) == json.loads(whole)
    assert refused > 250


def test_reading_scoring_and_explaining_import_no_library_that_fits_models(tmp_path: Path):
    """In a process of its own: what it prints equals what LightGBM says here, margins to the last bit."""
    folder, values = written(tmp_path / "model"), invented_values(40, seed=9)
    values.to_parquet(tmp_path / "values.parquet")
    program = f"""
import json, sys
from pathlib import Path
import pandas as pd
from models.risk.artifact import read_model
risk = read_model(Path({str(folder)!r})).risk(pd.read_parquet({str(tmp_path / "values.parquet")!r}))
heavy = {{"lightgbm", "sklearn", "mlflow", "shap"}} & sys.modules.keys()
print(json.dumps([sorted(heavy), risk.margins.tolist(), risk.scores.tolist(), risk.contributions.tolist()]))
"""
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    heavy, margins, scores, contributions = json.loads(done.stdout)
    model, booster = fitted(), lightgbm.Booster(model_file=str(folder / TREES_FILE))
    assert heavy == []
    assert margins == booster.predict(values.to_numpy(), raw_score=True).tolist()
    assert scores == model.calibration.probability(np.array(margins)).tolist()
    explained = booster.predict(values.to_numpy(), pred_contrib=True)[:, :-1]
    assert np.abs(contributions - explained).max() < 1e-9
