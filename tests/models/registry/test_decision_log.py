"""Everything here goes through a real MLflow with a database file; several at once are real threads."""

import threading
from collections.abc import Callable

import pytest

from features.errors import Refused
from models.registry.champion_alias import ChampionAlias
from models.registry.decision_log import DecisionLog, MlflowDecisionLog
from models.registry.decisions import Decision, Record, decision_tags, read_record
from models.registry.registry import CHAMPION, MODEL_NAME, Registry
from tests.support.shelf import ANA, ION, NOW, OVERRULED, add_version, aliased, check, tags_of


class Meeting(MlflowDecisionLog):
    """A log that waits until everybody has looked before anybody decides."""

    barrier: threading.Barrier

    def decide(self, decision: Decision) -> Decision:
        self.barrier.wait(timeout=60)
        return super().decide(decision)


class PlugPulledError(Exception):
    """The power is gone."""


class Dying(ChampionAlias):
    """An alias whose mover dies as soon as a decision is written."""

    def follow(self, log: DecisionLog, decision: Decision) -> None:
        raise PlugPulledError


def meet(uri: str, *acts: Callable[[Registry], str]) -> list[str]:
    """Let several people act at once, each with a connection of their own; return what each was told."""
    barrier = threading.Barrier(len(acts))
    said = [""] * len(acts)

    def act(place: int) -> None:
        registry = Registry(uri)
        registry.decision_log = Meeting(registry.client, MODEL_NAME)
        registry.decision_log.barrier = barrier
        try:
            said[place] = acts[place](registry)
        except Refused as refused:
            said[place] = str(refused)

    threads = [threading.Thread(target=act, args=(place,)) for place in range(len(acts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return said


# At once


def test_of_two_promotions_at_once_one_wins_and_the_other_is_told_who(registry: Registry):
    said = meet(registry.tracking_uri, lambda mine: mine.promote("1", **ANA), lambda mine: mine.promote("2", **ION))
    winner = aliased(registry)
    first, second = registry.decisions()[::-1]
    assert (first.void, second.void) == (False, True)
    assert winner == first.model_version
    assert said[int(winner) - 1] == winner
    loser = said[2 - int(winner)]
    assert loser.startswith(f"{first.by} decided first: decision 1 made version {winner} the champion. Yours, ")
    assert "promoted_by" not in tags_of(registry, second.model_version)
    assert registry.faults() == ()


def test_of_many_at_once_exactly_one_wins_each_time(registry: Registry):
    for seen in range(2):
        versions = [add_version(registry, compared_with=registry.champion()) for _ in range(3)]
        acts = [lambda mine, version=version: mine.promote(version, **ANA) for version in versions]
        said = meet(registry.tracking_uri, *acts)
        (winner,) = [version for version, told in zip(versions, said, strict=True) if told == version]
        assert aliased(registry) == registry.champion() == winner
        valid = [each for each in registry.decisions() if not each.void]
        assert len(valid) == seen + 1
    assert registry.record().last == 6
    assert registry.faults() == ()


def test_a_rollback_and_a_promotion_at_once_do_not_both_happen(registry: Registry):
    registry.promote("1", **ANA)
    registry.promote("3", **ANA)
    version = add_version(registry, compared_with="3")
    said = meet(registry.tracking_uri, lambda mine: mine.rollback(**ION), lambda mine: mine.promote(version, **ANA))
    assert sorted("decided first" in told for told in said) == [False, True]
    assert aliased(registry) == registry.champion() == registry.record().valid[-1].model_version
    assert len(registry.record().valid) == 3


def test_who_carries_out_an_old_decision_late_ends_with_the_last_one(registry: Registry):
    registry.promote("1", **ANA)
    registry.promote("3", **ANA)
    first, _ = registry.record().decisions
    registry.alias.follow(registry.decision_log, first)
    assert aliased(registry) == "3"


# Not finished


def die_deciding(registry: Registry, act: Callable[[Registry], str]) -> None:
    dying = Registry(registry.tracking_uri)
    dying.alias = Dying(dying.client, MODEL_NAME, CHAMPION)
    with pytest.raises(PlugPulledError):
        act(dying)


LOOKS = (
    Registry.champion, Registry.decisions, Registry.faults, Registry.versions, lambda mine: mine.find("champion"),
    lambda mine: mine.checks("4"),
)  # fmt: skip


@pytest.mark.parametrize("look", LOOKS)
def test_what_was_decided_but_not_carried_out_counts_for_every_reader_and_none_of_them_writes(
    registry: Registry, look: Callable[[Registry], object]
):
    registry.promote("1", **ANA)
    die_deciding(registry, lambda mine: mine.promote("3", **ION))
    look(registry)
    assert (aliased(registry), registry.champion()) == ("1", "3")
    assert "promoted_by" not in tags_of(registry, "3")
    assert [fault.en for fault in registry.faults()] == [
        "Decision 2 made version 3 the champion, but the alias in MLflow has not followed yet; the next decision moves "
        "it."
    ]


def test_whoever_decides_next_moves_the_alias_first(registry: Registry):
    die_deciding(registry, lambda mine: mine.promote("1", **ANA))
    assert (aliased(registry), registry.champion()) == (None, "1")
    with pytest.raises(Refused, match="Version 1 is the champion already"):
        registry.promote("1", **ION)
    assert (aliased(registry), registry.faults()) == ("1", ())
    assert tags_of(registry, "1")["promoted_by"] == "Ana Pop"


def test_an_unfinished_rollback_is_followed_by_the_next_decision_too(registry: Registry):
    registry.promote("1", **ANA)
    registry.promote("3", **ANA)
    die_deciding(registry, lambda mine: mine.rollback(**ION))
    assert (aliased(registry), registry.champion()) == ("3", "1")
    registry.promote("4", **ANA)
    assert tags_of(registry, "3")["rolled_back_by"] == "Ion Rus"
    assert (aliased(registry), registry.champion(), registry.faults()) == ("4", "4", ())


def test_whoever_decides_next_follows_the_unfinished_decision(registry: Registry):
    die_deciding(registry, lambda mine: mine.promote("1", **ANA))
    registry.promote("3", **ION)
    assert [each.former_champion for each in registry.decisions()] == ["1", "none"]
    assert aliased(registry) == "3"


def test_an_alias_moved_by_hand_while_a_decision_is_unfinished_is_not_followed(registry: Registry):
    registry.promote("1", **ANA)
    die_deciding(registry, lambda mine: mine.promote("3", **ION))
    registry.client.set_registered_model_alias(MODEL_NAME, CHAMPION, "4")
    with pytest.raises(Refused, match="is on version 4, but decision 2 made it version 3"):
        registry.champion()


class OnPaper:
    """Another home for decisions: a list."""

    def __init__(self) -> None:
        self.rows: list[tuple[int, dict[str, str]]] = []

    def read(self) -> Record:
        return read_record(self.rows)

    def decide(self, decision: Decision) -> Decision:
        self.rows.append((len(self.rows) + 1, decision_tags(decision)))
        return self.read().decisions[-1]


def test_decisions_can_be_kept_elsewhere(registry: Registry):
    elsewhere = Registry(registry.tracking_uri, decisions=OnPaper())
    elsewhere.promote("1", **ANA)
    elsewhere.promote("3", **ION)
    assert elsewhere.rollback(**ANA) == elsewhere.champion() == aliased(registry) == "1"
    assert [each.number for each in elsewhere.decisions()] == [3, 2, 1]
    assert registry.client.search_registered_models("name='prezent-decisions'") == []


# Past the record


def test_an_alias_moved_in_mlflow_is_not_followed_but_told(registry: Registry):
    registry.promote("1", **ANA)
    registry.client.set_registered_model_alias(MODEL_NAME, CHAMPION, "4")
    for asked in (registry.champion, lambda: registry.find("champion"), lambda: registry.rollback(**ION)):
        with pytest.raises(Refused) as caught:
            asked()
        assert str(caught.value) == (
            "The alias champion is on version 4, but decision 1 made it version 1: it was moved in MLflow by hand. "
            "Sign the change with 'prezent promote VERSION', or put it back on version 1 in MLflow."
        )
    assert registry.faults() == (caught.value.message,)
    assert aliased(registry) == "4"
    with pytest.raises(Refused, match="it was moved in MLflow by hand"):
        registry.promote("1", **ANA)


def test_putting_the_alias_back_or_signing_sets_it_right(registry: Registry):
    registry.promote("1", **ANA)
    registry.client.set_registered_model_alias(MODEL_NAME, CHAMPION, "2")
    registry.client.set_registered_model_alias(MODEL_NAME, CHAMPION, "1")
    assert registry.champion() == "1"
    registry.client.set_registered_model_alias(MODEL_NAME, CHAMPION, "4")
    registry.promote("4", **ION)
    assert (aliased(registry), registry.champion(), registry.faults()) == ("4", "4", ())


def test_a_champion_that_nobody_signed_for_is_none(registry: Registry):
    registry.client.set_registered_model_alias(MODEL_NAME, CHAMPION, "2")
    with pytest.raises(Refused, match=r"is on version 2, but no decision was signed: .* or remove it in MLflow"):
        registry.find("champion")
    registry.promote("2", **ANA)
    assert registry.find("champion").version == "2"


def test_a_champion_deleted_in_mlflow_is_told_and_another_one_can_be_signed_for(registry: Registry):
    registry.promote("1", **ANA)
    registry.client.delete_model_version(MODEL_NAME, "1")
    with pytest.raises(Refused, match="The alias champion is on no version, but decision 1 made it version 1"):
        registry.champion()
    registry.promote("3", **ION)
    assert registry.champion() == "3"
    with pytest.raises(Refused, match="There is no model version 1; registered are: 4, 3, 2"):
        registry.rollback(**ION)
    assert (aliased(registry), len(registry.decisions())) == ("3", 2)


def test_a_last_decision_that_was_changed_makes_nobody_champion(registry: Registry):
    registry.promote("1", **ANA)
    registry.client.set_model_version_tag("prezent-decisions", "1", "model_version", "2")
    registry.client.set_registered_model_alias(MODEL_NAME, CHAMPION, "2")
    with pytest.raises(Refused, match="Decision 1 was changed after it was made, so which version is the champion"):
        registry.champion()
    assert registry.faults()[0].en == "Decision 1 was changed after it was made."


def test_a_deleted_decision_is_told_and_its_number_is_not_given_again(registry: Registry):
    registry.promote("1", **ANA)
    registry.promote("3", **ANA)
    registry.client.delete_model_version("prezent-decisions", "2")
    with pytest.raises(Refused, match="is on version 3, but decision 1 made it version 1"):
        registry.champion()
    registry.promote("4", **ION)
    assert [each.number for each in registry.decisions()] == [3, 1]
    assert [fault.en for fault in registry.faults()] == ["Decision 2 was removed."]
    assert registry.champion() == "4"


# What is kept


def test_a_decision_is_kept_in_mlflow_with_all_its_tags_and_points_to_its_model(registry: Registry):
    version = add_version(registry, checks=[check("fair", "failed")])
    registry.promote(version, **ANA, **OVERRULED)
    (kept,) = registry.client.search_model_versions("name='prezent-decisions'")
    assert kept.source == f"models:/prezent/{version}"
    assert set(kept.tags) == {
        "action", "model_version", "former_champion", "by", "reason", "at", "overruled_by", "overrule_reason",
        "overruled_checks", "after", "seal",
    }  # fmt: skip
    assert (kept.tags["overruled_checks"], kept.tags["at"]) == ("fair", NOW.isoformat(timespec="seconds"))


def test_looking_writes_nothing(registry: Registry):
    registry.decisions()
    assert registry.record() == Record()
    assert registry.client.search_registered_models("name='prezent-decisions'") == []
