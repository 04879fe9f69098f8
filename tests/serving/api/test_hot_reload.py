"""One version at a time: a whole new one takes over for whoever comes next, and nothing else does."""

import datetime as dt
import json
import os
import shutil
import threading
from pathlib import Path

import pandas as pd
import pytest

from features.point_in_time.record_index import RecordIndex
from features.records.source import RecordFolder
from features.schema.problems import Problem, RecordsError
from models.ranking.scorer import Scorer
from models.viewer import Viewer
from serving.api.hot_reload import ReadableRecords, ReloadingService, look_every, readable_records
from serving.api.request_models import RankRequest
from serving.model_store.model_cache import point_to, version_folder
from serving.model_store.model_folder import write_pinned
from serving.output.json import list_json
from tests.support.serving.served import CARD
from tests.support.small_models import fitted_model
from tests.support.viewers import ALL

AS_OF = dt.date(2025, 2, 3)
TODAY = dt.date(2026, 1, 1)
OTHER_CARD = {name: f"{text}, version 2" for name, text in CARD.items()}


@pytest.fixture(scope="module")
def scorers(scorer: Scorer) -> dict[str, Scorer]:
    return {"1": Scorer(scorer.model, "1"), "2": Scorer(fitted_model(seed=2), "2")}


@pytest.fixture
def versions(scorers: dict[str, Scorer], tmp_path: Path) -> Path:
    """A folder with the versions 1 and 2, and a pointer to 1."""
    for name, card in (("1", CARD), ("2", OTHER_CARD)):
        write_pinned(scorers[name], tmp_path / name, run_id=f"run-{name}", card=card)
    point_to(tmp_path / "1", tmp_path / "pointer")
    return tmp_path


@pytest.fixture
def current(versions: Path, index: RecordIndex) -> ReloadingService:
    return ReloadingService(versions / "pointer", ReadableRecords(lambda: 1, lambda: index))


def change_to(name: str, versions: Path, current: ReloadingService) -> str:
    """Point to a version; return which one answers after a look."""
    point_to(versions / name, versions / "pointer")
    current.look()
    return current.service.scorer.version


def test_a_change_takes_over_model_and_card_and_keeps_the_sorted_records(
    current: ReloadingService, versions: Path, index: RecordIndex, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO")
    assert (current.service.scorer.version, current.service.card) == ("1", CARD)
    assert change_to("2", versions, current) == "2"
    assert current.service.card == OTHER_CARD
    assert current.service.own is not None
    assert current.service.own.index is index
    assert change_to("1", versions, current) == "1"
    assert caplog.messages == ["Model version 2 answers now, after 1.", "Model version 1 answers now, after 2."]


def test_a_request_that_began_before_the_change_ends_with_its_version(
    current: ReloadingService, versions: Path, scorers: dict[str, Scorer], index: RecordIndex, school: str
) -> None:
    begun = current.service
    change_to("2", versions, current)
    shutil.rmtree(versions / "1")
    request = RankRequest(as_of=AS_OF, capacity=8, school_id=school)
    first, second = (
        list_json(scorers[name].rank(index, AS_OF, viewer=ALL, capacity=8, school_id=school)) for name in ("1", "2")
    )
    assert first != second
    assert begun.rank(request, viewer=Viewer("test"), today=TODAY) == first
    assert current.service.rank(request, viewer=Viewer("test"), today=TODAY) == second


def test_a_pointer_that_names_the_same_version_again_changes_nothing(current: ReloadingService, versions: Path) -> None:
    before = current.service
    point_to(versions / "1", versions / "pointer")
    os.utime(versions / "pointer", (0, 0))
    current.look()
    assert current.service is before


def test_a_version_s_own_folder_is_never_left(versions: Path, index: RecordIndex) -> None:
    pinned = ReloadingService(versions / "1", ReadableRecords(lambda: 1, lambda: index))
    before = pinned.service
    point_to(versions / "2", versions / "pointer")
    pinned.look()
    assert pinned.service is before


def vanish(versions: Path) -> None:
    (versions / "pointer").unlink()


def leave_half_written(versions: Path) -> None:
    (versions / "2" / "pin.json").unlink()


def remove(versions: Path) -> None:
    shutil.rmtree(versions / "2")


def damage(versions: Path) -> None:
    trees = versions / "2" / "trees.txt"
    trees.write_text(trees.read_text()[:-100])


def write_nonsense(versions: Path) -> None:
    manifest = versions / "2" / "manifest.json"
    content = json.loads(manifest.read_text())
    del content["target"]
    manifest.write_text(json.dumps(content))


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (vanish, "There is no pinned model in "),
        (leave_half_written, "There is no pinned model in "),
        (remove, "There is no pinned model in "),
        (damage, "were changed or damaged"),
        (write_nonsense, "were changed or damaged"),
    ],
)
def test_what_cannot_be_used_is_refused_and_logged_once_while_the_old_version_goes_on(
    current: ReloadingService, versions: Path, caplog: pytest.LogCaptureFixture, spoil: object, said: str
) -> None:
    before = current.service
    point_to(versions / "2", versions / "pointer")
    assert callable(spoil)
    spoil(versions)
    for _ in range(3):
        current.look()
    assert current.service is before
    (message,) = caplog.messages
    assert message.startswith("Model version 1 goes on answering: ")
    assert said in message


def test_a_version_that_is_put_right_is_used_and_another_fault_is_logged_again(
    current: ReloadingService, versions: Path, scorers: dict[str, Scorer], caplog: pytest.LogCaptureFixture
) -> None:
    damage(versions)
    assert change_to("2", versions, current) == "1"
    assert change_to("1", versions, current) == "1"
    assert change_to("2", versions, current) == "1"
    assert len(caplog.messages) == 2
    write_pinned(scorers["2"], versions / "2", run_id="run-2", card={})
    current.look()
    assert (current.service.scorer.version, current.service.card) == ("2", {})


def test_a_pointer_is_never_read_half(tmp_path: Path) -> None:
    names = ["1", "a-much-longer-name-of-a-version-folder"]
    pointer = tmp_path / "pointer"
    point_to(tmp_path / names[0], pointer)
    read: set[str] = set()
    done = threading.Event()

    def read_on() -> None:
        while not done.is_set():
            read.add(version_folder(pointer).name)

    reader = threading.Thread(target=read_on)
    reader.start()
    for turn in range(600):
        point_to(tmp_path / names[turn % 2], pointer)
    done.set()
    reader.join()
    assert read <= set(names)


def test_who_keeps_a_lookout_is_called_again_and_again() -> None:
    seen = threading.Semaphore(0)
    look_every(0.001, seen.release)
    assert all(seen.acquire(timeout=10) for _ in range(3))


# Records


class Shelf:
    """Records that a test changes, and how often they were read."""

    def __init__(self, index: RecordIndex) -> None:
        self.mark, self.index, self.read_times = "a", index, 0
        self.fault: Exception | None = None

    def read(self) -> RecordIndex:
        self.read_times += 1
        if self.fault:
            raise self.fault.with_traceback(None)
        return self.index

    def readable(self) -> ReadableRecords:
        return ReadableRecords(lambda: self.mark, self.read)


@pytest.fixture
def shelf(index: RecordIndex) -> Shelf:
    return Shelf(index)


@pytest.fixture
def reloading(versions: Path, shelf: Shelf) -> ReloadingService:
    return ReloadingService(versions / "pointer", shelf.readable(), language="ro")


def test_records_that_stay_are_read_once(reloading: ReloadingService, shelf: Shelf) -> None:
    before = reloading.service
    for _ in range(3):
        reloading.look()
    assert reloading.service is before
    assert shelf.read_times == 1


def test_changed_records_are_read_once_nobody_writes_into_them_any_more(
    reloading: ReloadingService, shelf: Shelf, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO")
    for mark, times in (("b", 1), ("c", 1), ("c", 2), ("c", 2)):
        shelf.mark = mark
        reloading.look()
        assert shelf.read_times == times
    assert reloading.service.own is not None
    assert reloading.service.own.watermark == "c"
    assert caplog.messages == ["De acum se răspunde din datele schimbate."]


def test_wrong_records_are_read_once_and_logged_without_a_row_while_the_ones_of_before_answer(
    reloading: ReloadingService, shelf: Shelf, caplog: pytest.LogCaptureFixture
) -> None:
    before = reloading.service
    shelf.mark, shelf.fault = (
        "b",
        RecordsError([Problem("config_value", "p000123.csv", found="p000123", values={"expected": "x"})] * 2),
    )
    for _ in range(5):
        reloading.look()
    assert reloading.service is before
    assert shelf.read_times == 2
    assert caplog.messages == [
        "Se răspunde în continuare din datele dinainte, cele schimbate nu pot fi folosite: 2 probleme; "
        "„prezent check” le numește."
    ]
    shelf.mark, shelf.fault = "c", None
    reloading.look()
    reloading.look()
    assert reloading.service is not before


def test_records_that_could_not_be_reached_are_tried_again(reloading: ReloadingService, shelf: Shelf) -> None:
    shelf.mark, shelf.fault = "b", OSError("gone")
    for _ in range(3):
        reloading.look()
    shelf.fault = None
    reloading.look()
    assert reloading.service.own is not None
    assert reloading.service.own.watermark == "b"


def test_a_fault_of_ours_is_logged_by_its_place_and_not_by_what_it_says(
    reloading: ReloadingService, shelf: Shelf, caplog: pytest.LogCaptureFixture
) -> None:
    shelf.mark, shelf.fault = "b", KeyError("p000123")
    for _ in range(3):
        reloading.look()
    (message,) = caplog.messages
    assert "KeyError, at:" in message
    assert "p000123" not in message


def test_another_version_and_other_records_may_come_in_one_look(
    reloading: ReloadingService, shelf: Shelf, versions: Path
) -> None:
    shelf.mark = "b"
    reloading.look()
    point_to(versions / "2", versions / "pointer")
    reloading.look()
    assert reloading.service.scorer.version == "2"
    assert reloading.service.own is not None
    assert reloading.service.own.watermark == "b"


def test_a_child_who_left_is_in_no_list_once_the_folder_says_so(versions: Path, county: Path, tmp_path: Path) -> None:
    folder = tmp_path / "records"
    shutil.copytree(county, folder)
    reloading = ReloadingService(versions / "1", readable_records(RecordFolder(folder), today=lambda: TODAY))
    school = str(pd.read_parquet(folder / "enrolments.parquet")["school_id"].iloc[-1])
    request = RankRequest(as_of=AS_OF, capacity=8, school_id=school)

    def first() -> str:
        listed = json.loads(reloading.service.rank(request, viewer=Viewer("test"), today=TODAY))
        return str(listed["pupils"][0]["pupil_id"])

    gone = first()
    for table in folder.glob("*.parquet"):
        rows = pd.read_parquet(table)
        if "pupil_id" in rows:
            rows[rows["pupil_id"] != gone].to_parquet(table)
    reloading.look()
    reloading.look()
    assert first() != gone
