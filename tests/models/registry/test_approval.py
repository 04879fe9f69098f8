import pytest

from features.errors import Refused, UsageError
from models.registry.approval import Approval, ChecksFailed, approve, same_person
from tests.support.shelf import ANA, NOW, check

PASSED, FAILED, BROKEN = check("better"), check("calibrated", "failed"), check("fair", "failed")
ALONE = approve(**ANA)
BOTH = approve(**ANA, overruled_by="Ion Rus", overrule_reason="the school is closing")


def test_a_signature_is_one_line_whatever_was_typed():
    assert approve(by=" Ana \n Pop", reason="better\tnow ", at=NOW) == Approval("Ana Pop", "better now", NOW)
    assert (ALONE.overruled_by, ALONE.overrule_reason) == ("", "")


@pytest.mark.parametrize(("by", "reason"), [("", "better"), ("Ana Pop", ""), ("  ", "better"), ("Ana Pop", "\n")])
def test_without_name_or_reason_nothing_is_signed(by: str, reason: str):
    with pytest.raises(Refused, match="signed by a named person with a reason"):
        approve(by=by, reason=reason, at=NOW)


@pytest.mark.parametrize(
    ("half", "error"),
    [
        ({"overruled_by": "Ion Rus"}, UsageError),
        ({"overrule_reason": "the school is closing"}, UsageError),
        ({"overruled_by": " ", "overrule_reason": "the school is closing"}, Refused),
        ({"overruled_by": "Ion Rus", "overrule_reason": " "}, Refused),
    ],
)
def test_overruling_takes_a_name_and_a_reason(half: dict[str, str], error: type[Exception]):
    with pytest.raises(error, match="give both --overruled-by and --overrule-reason"):
        approve(**ANA, **half)


@pytest.mark.parametrize("name", ["Ana Pop", "ANA POP", " ana  pop ", "AnaPop", "Pop Ana", "Ană Pop", "ana-pop"])
def test_nobody_overrules_for_themselves(name: str):
    with pytest.raises(Refused, match="Ana Pop signs already; another person must overrule"):
        approve(**ANA, overruled_by=name, overrule_reason="the school is closing")


def test_names_that_differ_are_two_people():
    assert not same_person("Ana Pop", "Ana Popa")
    assert not same_person("Ana Pop", "Ana Maria Pop")
    assert same_person("Șerban Țurcanu", "Şerban Ţurcanu")  # with comma and with cedilla


@pytest.mark.parametrize("reason", ["better than the rules", "Better than  the RULES."])
def test_whoever_overrules_has_a_reason_of_their_own(reason: str):
    with pytest.raises(Refused, match="a reason of their own"):
        approve(**ANA, overruled_by="Ion Rus", overrule_reason=reason)


def test_an_identity_number_is_not_written_down():
    with pytest.raises(Refused, match="13-digit number") as caught:
        approve(by="Ana Pop", reason="asked by 1960101123456", at=NOW)
    assert "1960101123456" not in str(caught.value)


# What is overruled


def test_where_no_check_failed_one_person_is_enough():
    assert ALONE.overruling([PASSED, check("fair", "cannot_say")], "2") == ()


def test_all_failed_checks_are_told_at_once_in_both_languages():
    with pytest.raises(ChecksFailed) as caught:
        ALONE.overruling([PASSED, FAILED, BROKEN], "2")
    assert caught.value.exit_code == 4
    assert caught.value.sentences("en") == [
        "Version 2 is not promoted; checks that failed: 2.",
        "- title of calibrated: calibrated in English.",
        "- title of fair: fair in English.",
        "Only a second person with a reason of their own can overrule them: --overruled-by and --overrule-reason.",
    ]
    assert caught.value.sentences("ro")[:2] == [
        "Versiunea 2 nu este promovată; verificări picate: 2.",
        "- titlul calibrated: calibrated în română.",
    ]
    assert str(caught.value).splitlines() == caught.value.sentences("en")


def test_a_second_person_overrules_every_failed_check_by_name():
    assert BOTH.overruling([PASSED, FAILED, BROKEN], "2") == ("calibrated", "fair")


def test_nobody_overrules_in_advance():
    with pytest.raises(Refused, match="nothing to overrule; leave out --overruled-by"):
        BOTH.overruling([PASSED], "2")
