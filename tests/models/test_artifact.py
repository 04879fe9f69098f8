import json
from dataclasses import replace
from pathlib import Path

import pytest
from small_models import TRAINED_ON, fitted_model, invented_values

from features.errors import Refused
from features.freshness import Rhythm
from models.artifact import MANIFEST_FILE, TREES_FILE, read_model, write_model
from models.drift import Reference, Usual
from models.risk_model import RiskModel

USUAL = replace(
    TRAINED_ON,
    rhythms=(Rhythm("attendance", 5, 0.9, 0.2), Rhythm("grades", None, 0.1 + 0.2, 0.0)),
    references=(
        Reference("mark_mean_year", 12.5, 1.25, (Usual(2, 0.1, 70.5, (0.0, 100.0)), Usual(11, 1.0, None, ()))),
    ),
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
    for name in ("calibration", "feature_names", "school_sd", "target", "trained_on", "settings"):
        assert getattr(back, name) == getattr(model, name), name


def test_the_manifest_is_json_for_every_reader(tmp_path: Path):
    def refuse(constant: str) -> None:
        raise AssertionError(constant)

    manifest = json.loads((written(tmp_path / "model") / MANIFEST_FILE).read_text(), parse_constant=refuse)
    assert manifest["format"] == 2
    assert manifest["trained_on"]["rhythms"][1]["grade_level"] is None


def test_a_model_that_was_read_is_written_to_the_same_bytes(tmp_path: Path):
    first, second = written(tmp_path / "first"), tmp_path / "second"
    second.mkdir()
    write_model(read_model(first), second)
    for name in (TREES_FILE, MANIFEST_FILE):
        assert (first / name).read_bytes() == (second / name).read_bytes()


@pytest.mark.parametrize("name", [TREES_FILE, MANIFEST_FILE])
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
@pytest.mark.parametrize("name", [TREES_FILE, MANIFEST_FILE])
def test_a_file_cut_off_or_overwritten_is_refused(tmp_path: Path, name: str, damage):
    folder = written(tmp_path / "model")
    (folder / name).write_text(damage((folder / name).read_text()), encoding="latin-1")
    with pytest.raises(Refused):
        read_model(folder)


def test_the_manifest_of_another_model_is_refused(tmp_path: Path):
    mine, other = written(tmp_path / "mine"), written(tmp_path / "other", seed=2)
    (mine / MANIFEST_FILE).write_bytes((other / MANIFEST_FILE).read_bytes())
    with pytest.raises(Refused, match="do not belong together"):
        read_model(mine)


@pytest.mark.parametrize("entry", [{"format": 1}, {"format": None}, {"trees_sha256": "0" * 64}])
def test_another_format_or_checksum_is_refused(tmp_path: Path, entry: dict[str, object]):
    folder = written(tmp_path / "model")
    manifest = json.loads((folder / MANIFEST_FILE).read_text())
    (folder / MANIFEST_FILE).write_text(json.dumps(manifest | entry))
    with pytest.raises(Refused, match="do not belong together"):
        read_model(folder)
