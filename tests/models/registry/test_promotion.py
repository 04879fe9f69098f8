"""Promotion and rollback as people do them: by commands, on a real registry."""

import datetime as dt

import pytest

from features.errors import Refused, UsageError
from models.registry.approval import ChecksFailed
from models.registry.promotion_check import check_tags, checks_made
from models.registry.registry import Registry
from tests.support.command_line import CommandLine
from tests.support.shelf import ANA, ION, OVERRULED, add_version, aliased, check, tags_of

SIGNED = ("--by", "Ana Pop", "--reason", "better than the rules")
SECOND = ("--overruled-by", "Mia Dan", "--overrule-reason", "the school is closing")


# Promotion


def test_a_promotion_shows_the_checks_and_says_who_is_champion(program: CommandLine, registry: Registry):
    said = program.run("promote", "1", *SIGNED, "--verbose").stdout
    assert said == "passed  title of calibrated  calibrated in English.\nVersion 1 is the champion now.\n"
    assert registry.find("champion").version == aliased(registry) == "1"


def test_without_being_asked_for_all_of_them_they_are_counted(program: CommandLine):
    said = program.run("promote", "1", *SIGNED).stdout
    assert said == "Checks: 1 passed; --verbose shows each.\nVersion 1 is the champion now.\n"


def test_people_read_the_checks_in_their_language(program: CommandLine):
    said = program.run("--lang", "ro", "promote", "1", *SIGNED, "--verbose").stdout
    assert said.startswith("trecută  titlul calibrated  calibrated în română.\n")


def test_a_version_carries_who_promoted_it_why_when_and_over_whom(program: CommandLine, registry: Registry):
    program.run("promote", "1", *SIGNED)
    program.run("promote", "3", "--by", "Ion Rus", "--reason", "newer records")
    first, second = tags_of(registry, "1"), tags_of(registry, "3")
    assert (first["promoted_by"], first["promoted_reason"]) == ("Ana Pop", "better than the rules")
    assert (first["former_champion"], second["former_champion"]) == ("none", "1")
    assert second["promoted_by"] == "Ion Rus"
    assert {second[name] for name in ("overruled_by", "overrule_reason", "overruled_checks")} == {"none"}
    promoted_at = dt.datetime.fromisoformat(second["promoted_at"])
    assert abs(dt.datetime.now(dt.UTC) - promoted_at) < dt.timedelta(hours=1)


def test_the_champion_is_not_promoted_again(registry: Registry):
    registry.promote("1", **ANA)
    for model in ("1", "champion"):
        with pytest.raises(Refused, match="Version 1 is the champion already"):
            registry.promote(model, **ION)
    assert len(registry.decisions()) == 1


@pytest.mark.parametrize(
    ("signed", "exit_code", "sentence"),
    [
        (["--reason", "better"], 2, "Missing option '--by'"),
        (["--by", "Ana Pop"], 2, "Missing option '--reason'"),
        (["--by", " ", "--reason", "better"], 2, "write who, or why"),
        (["--by", "Ana Pop", "--reason", ""], 2, "write who, or why"),
        ([*SIGNED, "--overruled-by", "Mia Dan"], 2, "give both --overruled-by and --overrule-reason"),
        ([*SIGNED, "--overrule-reason", "closing"], 2, "give both --overruled-by and --overrule-reason"),
        ([*SIGNED, *SECOND], 4, "No check failed, so there is nothing to overrule"),
    ],
)
def test_nothing_is_promoted_without_a_whole_signature(
    program: CommandLine, registry: Registry, signed: list[str], exit_code: int, sentence: str
):
    assert sentence in program.run("promote", "1", *signed, exit_code=exit_code).stderr
    assert "promoted_by" not in tags_of(registry, "1")
    assert (aliased(registry), registry.decisions()) == (None, ())


# Checks


def test_a_version_whose_checks_failed_is_refused_with_all_of_them(program: CommandLine, registry: Registry):
    version = add_version(registry, checks=[check("calibrated", "failed"), check("stable"), check("fair", "failed")])
    done = program.run("promote", version, *SIGNED, "--verbose", exit_code=4)
    assert [line.split("  ")[0] for line in done.stdout.splitlines()] == ["FAILED", "passed", "FAILED"]
    assert "calibrated in English." in done.stderr
    assert "fair in English." in done.stderr
    assert "stable" not in done.stderr
    assert "calibrated în română." in program.run("--lang", "ro", "promote", version, *SIGNED, exit_code=4).stderr
    assert (aliased(registry), registry.decisions()) == (None, ())


def test_what_cannot_be_said_does_not_block(registry: Registry):
    version = add_version(registry, checks=[check("calibrated"), check("fair", "cannot_say")])
    assert registry.promote(version, **ANA) == version


def test_a_second_person_can_overrule_and_it_is_written_down(program: CommandLine, registry: Registry):
    version = add_version(registry, checks=[check("calibrated", "failed"), check("fair", "failed")])
    program.run("promote", version, *SIGNED, *SECOND)
    tags = tags_of(registry, version)
    assert (tags["overruled_by"], tags["overrule_reason"]) == ("Mia Dan", "the school is closing")
    assert tags["overruled_checks"] == "calibrated, fair"
    (decision,) = registry.decisions()
    assert (decision.overruled_by, decision.overruled_checks) == ("Mia Dan", ("calibrated", "fair"))


def test_the_second_person_is_not_the_first(program: CommandLine, registry: Registry):
    version = add_version(registry, checks=[check("calibrated", "failed")])
    second = ("--overruled-by", "ANĂ  pop", "--overrule-reason", "the school is closing")
    assert "another person must overrule" in program.run("promote", version, *SIGNED, *second, exit_code=4).stderr
    assert aliased(registry) is None


def test_half_an_overruling_is_wrong_usage(registry: Registry):
    with pytest.raises(UsageError):
        registry.promote("1", **ANA, overruled_by="Mia Dan")


def test_a_version_that_nobody_checked_is_refused_unless_overruled(registry: Registry):
    version = add_version(registry, checks=())
    with pytest.raises(ChecksFailed, match="No checks were made of this version"):
        registry.promote(version, **ANA)
    registry.promote(version, **ANA, **OVERRULED)
    assert registry.decisions()[0].overruled_checks == ("no_checks",)


def test_a_version_compared_with_a_former_champion_has_to_be_trained_again(registry: Registry):
    registry.promote("1", **ANA)
    assert [each.code for each in registry.checks("2")] == ["calibrated", "compared_with_champion"]
    with pytest.raises(ChecksFailed, match="compared with none, but the champion now is version 1; train again"):
        registry.promote("2", **ION)
    registry.promote("3", **ION)
    with pytest.raises(ChecksFailed, match="compared with version 1, but the champion now is version 3; train again"):
        registry.promote("4", **ANA)
    registry.promote("4", **ANA, **OVERRULED)
    assert registry.champion() == "4"


def test_as_many_checks_as_there_may_ever_be_fit_into_a_tag(registry: Registry):
    checks = [check(f"check_{number}_{'long ' * 200}") for number in range(15)]
    version = add_version(registry, checks=checks)
    assert checks_made(tags_of(registry, version)) == tuple(checks)
    assert max(map(len, check_tags(checks, compared_with="1").values())) > 70_000


# Rollback


def test_a_rollback_restores_the_former_champion_and_says_so(program: CommandLine, registry: Registry):
    registry.promote("1", **ANA)
    registry.promote("3", **ANA)
    said = program.run("rollback", "--by", "Ion Rus", "--reason", "wrong lists in May").stdout
    assert said == "Version 1 is the champion now; it replaced version 3.\n"
    assert aliased(registry) == registry.champion() == "1"
    newest = registry.decisions()[0]
    assert (newest.action, newest.model_version, newest.former_champion) == ("rolled_back", "1", "3")
    tags = tags_of(registry, "3")
    assert (tags["rolled_back_by"], tags["rolled_back_reason"]) == ("Ion Rus", "wrong lists in May")


def test_with_nothing_before_it_a_champion_stays(program: CommandLine, registry: Registry):
    signed = ("rollback", "--by", "Ion Rus", "--reason", "wrong lists")
    assert "no champion before this one" in program.run(*signed, exit_code=4).stderr
    registry.promote("1", **ANA)
    assert "no champion before this one" in program.run(*signed, exit_code=4).stderr
    assert aliased(registry) == "1"


@pytest.mark.parametrize(
    ("signed", "exit_code"),
    [(["--by", "Ion Rus"], 2), (["--reason", "wrong"], 2), (["--by", "Ion Rus", "--reason", " "], 2)],
)
def test_a_rollback_is_signed_too(program: CommandLine, registry: Registry, signed: list[str], exit_code: int):
    registry.promote("1", **ANA)
    registry.promote("3", **ANA)
    program.run("rollback", *signed, exit_code=exit_code)
    assert aliased(registry) == "3"


def test_two_rollbacks_go_back_two_and_a_promotion_starts_from_there(registry: Registry):
    registry.promote("1", **ANA)
    registry.promote("3", **ANA)
    registry.promote("4", **ANA, **OVERRULED)
    assert [registry.rollback(**ION), registry.rollback(**ION)] == ["3", "1"]
    assert registry.promote("3", **ANA) == "3"  # it was compared with version 1, the champion again
    assert registry.rollback(**ION) == "1"


# Listed


def test_versions_are_listed_with_their_verdicts_and_the_decisions_below(program: CommandLine, registry: Registry):
    registry.promote("1", **ANA)
    add_version(registry, checks=[*[check(f"check_{n}") for n in range(9)], check("fair", "cannot_say")])
    lines = program.run("models").stdout.splitlines()
    assert max(map(len, lines)) <= 110
    assert lines[1].startswith("5 ")
    assert lines[1].endswith("9 passed, 1 cannot say")
    assert lines[-2] == "Decisions, newest first"
    assert "promoted version 1, by Ana Pop: better than the rules." in lines[-1]
    assert "9 trecute, despre 1 nu se poate spune" in program.run("--lang", "ro", "models").stdout


def test_what_was_done_past_the_record_is_told_below_the_versions(program: CommandLine, registry: Registry):
    registry.promote("1", **ANA)
    registry.client.set_registered_model_alias("prezent", "champion", "4")
    registry.client.set_model_version_tag("prezent-decisions", "1", "by", "Mia Dan")
    said = program.run("models").stdout
    assert "Attention: Decision 1 was changed after it was made." in said
