import json
from dataclasses import fields
from pathlib import Path

import pytest

from features.errors import UsageError
from models.risk.lightgbm_fit import Hyperparameters
from training.plan.hyperparameters_file import RANGES, read_hyperparameters, write_hyperparameters

OTHER = Hyperparameters(
    trees=340, learning_rate=0.0123, leaves=5, min_children_per_leaf=40, feature_fraction=0.61, row_fraction=0.9,
    l2=12.5, non_cases_per_case=30, seed=8, seeds=2, threads=2,
)  # fmt: skip


def written(folder: Path, content: object) -> Path:
    path = folder / "s.json"
    path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
    return path


def refusal(path: Path) -> str:
    with pytest.raises(UsageError) as caught:
        read_hyperparameters(path)
    assert caught.value.exit_code == 2
    return str(caught.value)


@pytest.mark.parametrize("hyperparameters", [Hyperparameters(), OTHER], ids=["default", "other"])
def test_settings_that_were_written_are_read_again(tmp_path: Path, hyperparameters: Hyperparameters):
    write_hyperparameters(tmp_path / "s.json", hyperparameters)
    assert read_hyperparameters(tmp_path / "s.json") == hyperparameters


def test_the_other_settings_of_this_test_differ_everywhere():
    assert all(getattr(OTHER, each.name) != each.default for each in fields(Hyperparameters))


def test_what_a_file_leaves_out_is_as_by_default(tmp_path: Path):
    assert read_hyperparameters(written(tmp_path, {"trees": 90})) == Hyperparameters(trees=90)
    assert read_hyperparameters(written(tmp_path, {})) == Hyperparameters()


def test_a_file_is_replaced_and_nothing_else_is_left_in_the_folder(tmp_path: Path):
    path = written(tmp_path, {"trees": 90})
    write_hyperparameters(path, OTHER)
    assert read_hyperparameters(path) == OTHER
    assert list(tmp_path.iterdir()) == [path]


def test_a_file_that_cannot_be_written_is_said(tmp_path: Path):
    with pytest.raises(UsageError, match=r"s\.json cannot be written \(.+\); name a file in a folder"):
        write_hyperparameters(tmp_path / "no" / "s.json", OTHER)


def test_every_setting_has_a_range_that_holds_its_default():
    assert set(RANGES) == {each.name for each in fields(Hyperparameters)}
    for name, (low, high) in RANGES.items():
        assert low <= getattr(Hyperparameters(), name) <= high, name


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ({"tres": 9, "leafs": 3}, ": there is no setting tres, leafs; choose among trees, learning_rate, leaves, "),
        ({"leaves": 9}, ": leaves is 9; write a whole number from 2 to 8."),
        ({"leaves": 1}, ": leaves is 1; write a whole number from 2 to 8."),
        ({"trees": 200.0}, ": trees is 200.0; write a whole number from 1 to 5000."),
        ({"trees": "200"}, ': trees is "200"; write a whole number from 1 to 5000.'),
        ({"trees": True}, ": trees is true; write a whole number from 1 to 5000."),
        ({"learning_rate": 0}, ": learning_rate is 0; write a number from 0.0001 to 1."),
        ({"learning_rate": None}, ": learning_rate is null; write a number from 0.0001 to 1."),
        ({"l2": [5]}, ": l2 is [5]; write a number from 0 to 1000000."),
        ('{"l2": NaN}', ": l2 is NaN; write a number from 0 to 1000000."),
        ({"row_fraction": 1.01}, ": row_fraction is 1.01; write a number from 0.01 to 1."),
        ([1], ' holds no hyperparameters by name, such as {"trees": 200}.'),
        ("trees: 200", " is no JSON (Expecting value: line 1 column 1 (char 0)); 'prezent search' writes such a file."),
    ],
    ids=str,
)
def test_what_is_wrong_in_a_file_is_said_in_a_sentence(tmp_path: Path, content: object, sentence: str):
    path = written(tmp_path, content)
    assert refusal(path).startswith(f"{path}{sentence}")


@pytest.mark.parametrize("hyperparameters", [{"leaves": 2}, {"leaves": 8}, {"l2": 0}, {"row_fraction": 1}], ids=str)
def test_the_ends_of_a_range_belong_to_it_and_a_whole_number_is_a_number(
    tmp_path: Path, hyperparameters: dict[str, int]
):
    assert read_hyperparameters(written(tmp_path, hyperparameters)) == Hyperparameters(**hyperparameters)


def test_a_number_is_read_as_the_type_of_its_default(tmp_path: Path):
    read = read_hyperparameters(written(tmp_path, {"l2": 5, "row_fraction": 1}))
    assert (type(read.l2), type(read.row_fraction), type(read.trees)) == (float, float, int)


def test_a_missing_file_and_one_that_is_no_text_are_said(tmp_path: Path):
    assert "no.json cannot be read (No such file or directory)" in refusal(tmp_path / "no.json")
    (tmp_path / "binary.json").write_bytes(b"\xff\xfe\x00")
    assert "binary.json is no JSON" in refusal(tmp_path / "binary.json")
