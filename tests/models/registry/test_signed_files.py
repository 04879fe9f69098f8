"""What was signed is what is loaded: every bit of a logged version, its calibration and catalogue among them."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from features.errors import Refused
from models.registry.logged_model import digest_of
from models.registry.mlflow_access import third_party_warnings
from models.registry.promotion_check import check_tags
from models.registry.registry import FILES_TAG, MODEL_NAME, Registry
from tests.support.shelf import ANA, ION, check, tags_of
from tests.support.small_models import fitted_model


@pytest.fixture
def registry(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Registry]:
    """A registry with two versions and their files, all in a folder of the test."""
    with third_party_warnings():
        import mlflow

    address = f"sqlite:///{tmp_path}/mlflow.db"
    monkeypatch.setenv("MLFLOW_TRACKING_URI", address)
    before = mlflow.get_tracking_uri()
    registry = Registry(address)
    experiment = mlflow.create_experiment("signed", artifact_location=(tmp_path / "files").as_uri())
    for seed in (1, 2):
        with third_party_warnings(), mlflow.start_run(experiment_id=experiment):
            version = registry.register(fitted_model(seed=seed), tags={})
            compared = str(seed - 1) if seed > 1 else None
            registry.challenge(version, checks=check_tags([check("calibrated")], compared_with=compared))
    yield registry
    mlflow.set_tracking_uri(before)


def file_of(folder: Path, name: str) -> Path:
    """Return a file of the first version that was logged."""
    found = [path for path in folder.rglob(name) if "risk_model" in path.parts or name != "manifest.json"]
    return min(found, key=lambda path: path.stat().st_mtime_ns)


def changed_intercept(path: Path) -> None:
    """Change the calibration and seal the manifest anew, as whoever knows how it is made could."""
    from models.risk import artifact_files

    manifest = json.loads(path.read_text())
    manifest["calibration"]["intercept"] += 1.0
    del manifest["sha256"]
    manifest["sha256"] = artifact_files._hash_of(manifest)
    path.write_text(json.dumps(manifest, indent=1))


def one_bit(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


def one_line(path: Path) -> None:
    path.write_text(path.read_text() + "\n")


CHANGES = [
    ("manifest.json", changed_intercept), ("manifest.json", one_bit), ("trees.txt", one_line), ("tables.npz", one_bit),
    ("MLmodel", one_line), ("requirements.txt", one_line), ("calibration.py", one_line), ("manifest.json", Path.unlink),
]  # fmt: skip


@pytest.mark.parametrize(("name", "change"), CHANGES, ids=range(len(CHANGES)))
def test_a_version_with_any_other_file_is_refused_before_and_after_it_is_signed(
    registry: Registry, tmp_path: Path, name: str, change: Callable[[Path], None]
) -> None:
    registry.promote("1", **ANA)
    assert registry.load("champion")[1] == "1"
    change(file_of(tmp_path / "files", name))
    for model in ("champion", "1"):
        with pytest.raises(Refused, match="The files of version 1 are not those that were registered"):
            registry.load(model)
    assert registry.load("2")[1] == "2"


def test_a_version_that_was_changed_before_it_is_signed_is_not_promoted(registry: Registry, tmp_path: Path) -> None:
    changed_intercept(file_of(tmp_path / "files", "manifest.json"))
    with pytest.raises(Refused, match="not those that were registered") as refused:
        registry.promote("1", **ANA)
    assert refused.value.sentences("ro")[0].startswith("Fișierele versiunii 1 nu sunt cele înregistrate")
    assert registry.champion() is None


def test_the_signed_decision_holds_whatever_the_tag_of_the_version_says(registry: Registry, tmp_path: Path) -> None:
    registry.promote("1", **ANA)
    changed_intercept(file_of(tmp_path / "files", "manifest.json"))
    logged = file_of(tmp_path / "files", "MLmodel").parent
    registry.client.set_model_version_tag(MODEL_NAME, "1", FILES_TAG, digest_of(logged))
    with pytest.raises(Refused, match="not those that were registered"):
        registry.load("champion")


def test_the_digest_is_under_the_seal_also_after_a_rollback(registry: Registry) -> None:
    for version, signed in (("1", ANA), ("2", ION)):
        registry.promote(version, **signed)
    registry.rollback(**ION)
    back, second, first = registry.decisions()
    assert [each.intact for each in (back, second, first)] == [True] * 3
    assert back.files == first.files == tags_of(registry, "1")[FILES_TAG]
    assert second.files == tags_of(registry, "2")[FILES_TAG] != first.files
    log = registry.client.search_model_versions(f"name='{MODEL_NAME}-decisions'")
    newest = max(log, key=lambda each: int(each.version))
    registry.client.set_model_version_tag(MODEL_NAME + "-decisions", newest.version, "files", "0" * 64)
    with pytest.raises(Refused, match="was changed after it was made"):
        registry.load("champion")


def test_a_version_of_before_there_were_digests_is_loaded_by_the_hashes_of_its_own_files(
    registry: Registry, tmp_path: Path
) -> None:
    registry.client.delete_model_version_tag(MODEL_NAME, "1", FILES_TAG)
    registry.promote("1", **ANA)
    assert registry.decisions()[0].files == ""
    assert registry.load("champion")[1] == "1"
    one_line(file_of(tmp_path / "files", "trees.txt"))
    with pytest.raises(Refused, match="do not belong together"):
        registry.load("champion")


def test_the_digest_is_of_names_and_contents_and_not_of_what_is_added_by_who_loads_it(tmp_path: Path) -> None:
    (tmp_path / "a" / "code").mkdir(parents=True)
    (tmp_path / "a" / "MLmodel").write_text("x")
    (tmp_path / "a" / "code" / "m.py").write_text("")
    before = digest_of(tmp_path / "a")
    (tmp_path / "a" / "code" / "__pycache__").mkdir()
    (tmp_path / "a" / "code" / "__pycache__" / "m.pyc").write_text("compiled")
    (tmp_path / "a" / "registered_model_meta").write_text("which version")
    assert digest_of(tmp_path / "a") == before
    (tmp_path / "a").rename(tmp_path / "b")
    assert digest_of(tmp_path / "b") == before
    (tmp_path / "b" / "MLmodel").rename(tmp_path / "b" / "MLmodel2")
    assert digest_of(tmp_path / "b") != before
