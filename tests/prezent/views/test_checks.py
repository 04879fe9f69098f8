from models.registry.promotion_check import Check
from prezent.views.checks import brief_check_lines, check_lines
from tests.support.shelf import check

PASSED, FAILED, SILENT = check("better"), check("calibrated", "failed"), check("fair", "cannot_say")


def test_each_check_is_shown_with_verdict_title_and_sentence():
    assert check_lines([PASSED, FAILED, SILENT], "en") == [
        "passed      title of better      better in English.",
        "FAILED      title of calibrated  calibrated in English.",
        "cannot say  title of fair        fair in English.",
    ]
    assert check_lines([SILENT], "ro") == ["nu se poate spune  titlul fair  fair în română."]
    assert check_lines([], "en") == []


def test_long_sentences_are_wrapped_beside_the_title_within_110_columns():
    long = Check("stable", "Stable", "Stabil", "passed", "word " * 60, "cuvânt " * 60)
    first, *others = check_lines([long], "en")
    assert first.startswith("passed  Stable  word word")
    assert len(others) >= 2
    assert all(line.startswith(" " * 16 + "word") for line in others)
    assert max(map(len, [first, *others])) <= 110


def test_in_brief_only_what_failed_is_shown_and_the_others_are_counted():
    assert brief_check_lines([PASSED, FAILED, SILENT, PASSED], "en") == [
        "FAILED  title of calibrated  calibrated in English.",
        "Checks: 2 passed, 1 FAILED, 1 cannot say; --verbose shows each.",
    ]
    assert len(brief_check_lines([PASSED], "ro")) == 1
    assert brief_check_lines([], "ro") == []
