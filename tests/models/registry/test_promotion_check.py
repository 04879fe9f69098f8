import json

import pytest

from models.registry.promotion_check import (
    INVENTED_TAG,
    check_tags,
    checks_before_promotion,
    checks_from_json,
    checks_made,
    checks_to_json,
    failed,
    verdict_summary,
)
from tests.support.shelf import check

PASSED, FAILED, SILENT = check("better"), check("calibrated", "failed"), check("fair", "cannot_say")


def test_checks_come_back_from_json_as_they_were():
    assert checks_from_json(checks_to_json([PASSED, FAILED, SILENT])) == (PASSED, FAILED, SILENT)
    assert "în română" in checks_to_json([PASSED])
    assert "\n" not in checks_to_json([PASSED, FAILED])


@pytest.mark.parametrize("text", ["", "[1]", "nothing", '[{"code": "x"}]', '[{"verdict": "fine"}]', "7"])
def test_what_are_no_checks_is_not_taken_for_some(text: str):
    with pytest.raises(ValueError, match="validation error"):
        checks_from_json(text)


def test_a_verdict_that_is_none_is_not_taken_for_one():
    entry = json.loads(checks_to_json([PASSED]))[0] | {"verdict": "fine"}
    with pytest.raises(ValueError, match="Input should be 'passed', 'failed' or 'cannot_say'"):
        checks_from_json(json.dumps([entry]))


def test_what_cannot_be_said_has_not_failed():
    assert failed([PASSED, FAILED, SILENT]) == (FAILED,)


# Before a promotion


def test_a_version_is_judged_by_its_own_checks_where_the_champion_is_still_the_same():
    tags = check_tags([PASSED, FAILED], compared_with="3")
    assert checks_before_promotion(tags, champion="3") == (PASSED, FAILED)
    assert checks_before_promotion(check_tags([PASSED], compared_with=None), champion=None) == (PASSED,)


@pytest.mark.parametrize("text", ["torn [", "{}", "[1]", '[{"code": "stable"}]', ""])
def test_checks_that_are_damaged_are_said_to_be_and_fail(text: str):
    (found,) = checks_before_promotion({"checks": text, "compared_with": "3"}, champion="3")
    assert (found.code, found.verdict) == ("checks_damaged", "failed")
    assert "changed or damaged in MLflow" in found.text_en
    assert verdict_summary(checks_made({"checks": text}), "ro") == "1 picată"


@pytest.mark.parametrize("tags", [{}, {"checks": "[]"}])
def test_a_version_without_checks_fails_for_that(tags: dict[str, str]):
    assert checks_made(tags) == ()
    (found,) = checks_before_promotion(tags, champion=None)
    assert (found.code, found.verdict) == ("no_checks", "failed")
    assert "No checks were made" in found.text_en


@pytest.mark.parametrize(
    ("compared_with", "champion", "sentence"),
    [
        ("1", "2", "It was compared with version 1, but the champion now is version 2; train again."),
        (None, "2", "It was compared with none, but the champion now is version 2; train again."),
        ("1", None, "It was compared with version 1, but the champion now is none; train again."),
    ],
)
def test_a_version_that_was_compared_with_another_champion_fails_for_that(
    compared_with: str | None, champion: str | None, sentence: str
):
    *own, found = checks_before_promotion(check_tags([PASSED], compared_with=compared_with), champion=champion)
    assert own == [PASSED]
    assert (found.code, found.verdict, found.text_en) == ("compared_with_champion", "failed", sentence)
    assert found.text_ro.endswith("antrenați din nou.")


def test_with_whom_a_version_was_compared_must_be_known():
    codes = [each.code for each in checks_before_promotion({"checks": checks_to_json([PASSED])}, champion=None)]
    assert codes == ["better", "compared_with_champion"]


# In a terminal


def test_verdicts_are_counted_in_words():
    assert verdict_summary([PASSED] * 9 + [SILENT], "en") == "9 passed, 1 cannot say"
    assert verdict_summary([PASSED, FAILED], "en") == "1 passed, 1 FAILED"
    assert verdict_summary([PASSED, SILENT], "ro") == "1 trecută, despre 1 nu se poate spune"
    assert verdict_summary([], "en") == "no checks"
    assert verdict_summary([], "ro") == "fără verificări"


@pytest.mark.parametrize(
    ("own", "others", "fails"),
    [
        ("yes", ["yes", "yes"], False),  # a registry of invented children alone, such as the demo's
        ("yes", [], False),
        ("yes", ["yes", "no"], True),
        ("no", ["yes", "no"], False),
        ("yes", [None], False),  # made before versions said so
    ],
)
def test_a_version_of_invented_children_fails_where_others_were_trained_on_real_ones(
    own: str, others: list[str | None], fails: bool
):
    tags = {**check_tags([check("calibrated")], compared_with=None), INVENTED_TAG: own}
    beside = [{} if each is None else {INVENTED_TAG: each} for each in others]
    checks = checks_before_promotion(tags, champion=None, others=beside)
    assert [each.code for each in failed(checks)] == ["real_children"] * fails
    if fails:
        assert "copii inventați, numai pentru încercare" in checks[-1].text_ro
