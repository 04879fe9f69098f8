from models.registry.promotion_check import Check
from prezent.views.checks import check_lines
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
