import datetime as dt
from collections.abc import Callable

import pytest

from features.errors import Refused
from models.registry.approval import approve
from models.registry.decisions import Decision, Record, decision_tags, read_record
from tests.support.shelf import ANA, ION, OVERRULED

Rows = list[tuple[int, dict[str, str]]]


class Written:
    """A record kept in a list, numbered as MLflow numbers versions."""

    def __init__(self) -> None:
        self.rows: Rows = []

    @property
    def record(self) -> Record:
        return read_record(self.rows)

    def add(self, decision: Decision) -> None:
        self.rows.append((len(self.rows) + 1, decision_tags(decision)))

    def promote(self, version: str, *, seen: Record | None = None) -> None:
        self.add((seen or self.record).next_promotion(version, approve(**ANA), overruled=()))

    def roll_back(self, *, seen: Record | None = None) -> None:
        self.add((seen or self.record).next_rollback(approve(**ION)))


def told(record: Record) -> tuple[str, ...]:
    return tuple(fault.en for fault in record.faults)


@pytest.fixture
def written() -> Written:
    return Written()


def test_an_empty_record_knows_of_no_champion():
    assert read_record([]) == Record()
    assert (Record().champion, Record().head, Record().succession) == (None, None, ())


def test_a_decision_is_read_as_it_was_written(written: Written):
    written.add(Record().next_promotion("4", approve(**ANA, **OVERRULED), overruled=("calibrated", "fair")))
    (found,) = written.record.decisions
    assert (found.number, found.action, found.model_version, found.former_champion) == (1, "promoted", "4", "none")
    assert (found.by, found.reason, found.at) == (ANA["by"], ANA["reason"], ANA["at"])
    assert (found.overruled_by, found.overrule_reason) == (OVERRULED["overruled_by"], OVERRULED["overrule_reason"])
    assert found.overruled_checks == ("calibrated", "fair")
    assert (found.void, found.intact, found.after) == (False, True, 0)
    assert len(found.seal) == 64
    assert (written.record.champion, written.record.faults) == ("4", ())


def test_nothing_empty_is_written_since_not_every_registry_keeps_it(written: Written):
    written.promote("1")
    assert all(written.rows[0][1].values())
    assert "overruled_by" not in written.rows[0][1]


def test_the_last_decision_says_who_is_the_champion(written: Written):
    for version in ("1", "2", "5"):
        written.promote(version)
    assert written.record.champion == "5"
    assert [each.former_champion for each in written.record.decisions] == ["none", "1", "2"]
    assert written.record.succession == ("1", "2", "5")


# Rollback


def test_a_rollback_restores_the_champion_before_and_the_next_one_that_before_it(written: Written):
    for version in ("1", "2", "3"):
        written.promote(version)
    written.roll_back()
    assert (written.record.champion, written.record.head.former_champion) == ("2", "3")
    written.roll_back()
    assert (written.record.champion, written.record.head.former_champion) == ("1", "2")
    with pytest.raises(Refused, match="no champion before this one"):
        written.record.next_rollback(approve(**ION))


def test_without_a_champion_there_is_nothing_to_roll_back(written: Written):
    with pytest.raises(Refused, match="no champion before this one"):
        written.record.next_rollback(approve(**ION))


def test_a_version_rolled_back_from_does_not_come_back_by_itself(written: Written):
    for version in ("1", "2", "1"):
        written.promote(version)
    written.roll_back()
    assert written.record.champion == "2"
    with pytest.raises(Refused, match="no champion before this one"):
        written.record.next_rollback(approve(**ION))


def test_after_a_rollback_the_next_promotion_follows_the_restored_one(written: Written):
    written.promote("1")
    written.promote("2")
    written.roll_back()
    written.promote("3")
    assert written.record.succession == ("1", "3")
    written.roll_back()
    assert written.record.champion == "1"


# Several at once


def test_of_two_decisions_made_at_once_the_later_one_is_void(written: Written):
    written.promote("1")
    seen = written.record
    written.promote("2", seen=seen)
    written.promote("3", seen=seen)
    assert [each.void for each in written.record.decisions] == [False, False, True]
    assert written.record.champion == "2"
    assert written.record.faults == ()


def test_a_void_decision_changes_nothing_for_those_who_had_not_seen_it(written: Written):
    nothing = written.record
    written.promote("1")
    seen = written.record
    written.promote("2", seen=nothing)
    written.promote("3", seen=seen)
    assert [each.void for each in written.record.decisions] == [False, True, False]
    assert (written.record.champion, written.record.succession) == ("3", ("1", "3"))


def test_a_promotion_and_a_rollback_at_once_do_not_both_happen(written: Written):
    written.promote("1")
    written.promote("2")
    seen = written.record
    written.roll_back(seen=seen)
    written.promote("3", seen=seen)
    assert (written.record.champion, written.record.head.number) == ("1", 3)


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 2, 0)])
def test_the_record_is_the_same_in_whatever_order_it_is_handed_over(written: Written, order: tuple[int, ...]):
    seen = written.record
    for version in ("1", "2", "3"):
        written.promote(version, seen=seen)
    assert read_record(written.rows[place] for place in order) == written.record


# Changed by hand


@pytest.fixture
def three(written: Written) -> Written:
    for version in ("1", "2", "3"):
        written.promote(version)
    assert written.record.faults == ()
    return written


@pytest.mark.parametrize("name", ["model_version", "former_champion", "by", "reason", "at", "before", "seal"])
def test_a_changed_decision_is_found(three: Written, name: str):
    three.rows[1][1][name] = "2020-01-01T00:00:00+00:00" if name == "at" else "9"
    assert "Decision 2 was changed after it was made." in told(three.record)
    assert [each.intact for each in three.record.decisions] == [True, False, True]


def test_a_tag_put_in_later_is_found_if_it_is_one_of_a_decision(three: Written):
    three.rows[0][1]["overruled_by"] = "Mia Dan"
    assert told(three.record) == ("Decision 1 was changed after it was made.",)
    three.rows[0][1].pop("overruled_by")
    three.rows[0][1]["note"] = "seen"
    assert three.record.faults == ()


def test_a_changed_decision_that_was_sealed_anew_is_found_by_the_next_one(three: Written):
    first = read_record(three.rows[:1])
    three.rows[1] = (2, decision_tags(first.next_promotion("9", approve(**ION), overruled=())))
    assert told(three.record) == ("What was decided before decision 3 was changed after it.",)


def test_a_removed_decision_is_found(three: Written):
    del three.rows[1]
    assert told(three.record) == (
        "Decision 2 was removed.",
        "What was decided before decision 3 was changed after it.",
    )
    assert three.record.champion == "3"


@pytest.mark.parametrize(
    "tags",
    [
        {},
        {"action": "crowned"},
        {"action": "promoted", "after": "three"},
        {"action": "promoted", "after": "9"},
        {"action": "promoted", "after": "-1"},
    ],
)
def test_a_decision_put_in_by_hand_is_found_and_not_followed(three: Written, tags: dict[str, str]):
    three.rows.append((4, tags))
    assert told(three.record) == ("Decision 4 cannot be read; it was put in or changed by hand.",)
    assert (three.record.champion, three.record.last) == ("3", 4)
    three.rows.append((5, decision_tags(three.record.next_promotion("5", approve(**ANA), overruled=()))))
    assert three.record.champion == "5"
    assert three.record.decisions[-1].intact


def test_if_the_last_decision_was_changed_the_champion_is_unknown(three: Written):
    three.rows[2][1]["model_version"] = "9"
    assert three.record.champion is None
    assert three.record.head.number == 3


def test_a_changed_record_says_nothing_about_who_was_before(three: Written):
    three.rows[0][1]["model_version"] = "9"
    with pytest.raises(Refused, match=r"Decision 1 was changed after it was made\. Promote the version you want"):
        three.record.next_rollback(approve(**ION))


@pytest.mark.parametrize("change", [lambda rows: rows.pop(0), lambda rows: rows[0][1].update(by="Mia Dan")])
def test_what_was_changed_stays_told_and_later_decisions_are_whole(three: Written, change: Callable[[Rows], object]):
    change(three.rows)
    before = three.record.faults
    three.rows.append((4, decision_tags(three.record.next_promotion("4", approve(**ION), overruled=()))))
    assert three.record.faults == before
    assert three.record.champion == "4"


def test_times_come_back_with_their_zone(written: Written):
    at = dt.datetime(2026, 2, 3, 12, 15, 7, tzinfo=dt.timezone(dt.timedelta(hours=2)))
    written.add(Record().next_promotion("1", approve(by="Ana Pop", reason="better", at=at), overruled=()))
    assert written.record.decisions[0].at == at
    assert written.record.faults == ()
