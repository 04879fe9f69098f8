"""Where a mark stands on its scale, which way the scale goes, and how names and words are heard."""

import pytest

from features.schema.scales import SCALES, Scale, scale_of

PASSED = Scale("AC-NA", 0, 1, 1, (("NA", 0), ("AC", 1)))
GERMAN = Scale("DE 1-6", 6, 4, 1)


@pytest.mark.parametrize("scale", SCALES, ids=lambda scale: scale.name)
def test_a_built_in_scale_has_its_pass_mark_between_its_ends_and_its_words_on_it(scale: Scale):
    assert sorted([scale.worst, scale.pass_mark, scale.best]) in (
        [scale.worst, scale.pass_mark, scale.best],
        [scale.best, scale.pass_mark, scale.worst],
    )
    assert len({scale.worst, scale.pass_mark, scale.best}) == 3
    assert all(scale.low <= number <= scale.high for _, number in scale.words)
    if not scale.takes_numbers:
        assert {scale.worst, scale.pass_mark, scale.best} <= {number for _, number in scale.words}
    assert scale.used_in


def test_no_two_built_in_scales_are_heard_as_one():
    assert all(scale_of(SCALES, scale.name.lower()) is scale for scale in SCALES)


@pytest.mark.parametrize(
    ("name", "best"),
    [("DE 1-6", 1), ("AT 1-5", 1), ("CZ 1-5", 1), ("SK 1-5", 1), ("PH 1-5", 1), ("1-6", 6), ("PL 1-6", 6),
     ("HU 1-5", 5), ("RS 1-5", 5), ("2-6", 6), ("NL 1-10", 10), ("GCSE 9-1", 9), ("US A-F", 4), ("0-20", 20)],
)  # fmt: skip
def test_each_country_has_its_best_mark(name: str, best: float):
    scale = scale_of(SCALES, name)
    assert scale is not None
    assert (scale.best, scale.points(scale.best), scale.points(scale.worst)) == (best, 100, 0)
    assert scale.points(scale.pass_mark) == 50


@pytest.mark.parametrize("scale", [GERMAN, PASSED, Scale("1-10", 1, 5, 10), Scale("x", 0, 50, 100, beyond=120)])
def test_a_better_mark_is_never_at_fewer_points(scale: Scale):
    steps = [scale.worst + (scale.best - scale.worst) * step / 50 for step in range(-10, 75)]
    points = [scale.points(mark) for mark in steps]
    assert points == sorted(points)
    assert (points[0], points[-1]) == (0, 100)


def test_passed_is_the_best_where_nothing_is_better():
    assert [PASSED.points(mark) for mark in (0, 0.5, 1)] == [0, 25, 100]


@pytest.mark.parametrize(
    ("scale", "english", "romanian"),
    [
        (Scale("1-6", 1, 4, 6), "on 1-6 the highest mark is the best (6 the best, 4 the pass mark, 1 the worst)",
         "pe scara 1-6 nota cea mai mare este cea mai bună (6 cea mai bună, 4 nota de trecere, 1 cea mai slabă)"),
        (GERMAN, "on DE 1-6 the lowest mark is the best (1 the best, 4 the pass mark, 6 the worst)",
         "pe scara DE 1-6 nota cea mai mică este cea mai bună (1 cea mai bună, 4 nota de trecere, 6 cea mai slabă)"),
        (PASSED, "on AC-NA AC is the best mark, AC the pass mark, NA the worst",
         "pe scara AC-NA AC este cea mai bună notă, AC nota de trecere, NA cea mai slabă"),
    ],
)  # fmt: skip
def test_a_scale_says_which_way_it_goes(scale: Scale, english: str, romanian: str):
    assert (scale.direction().en, scale.direction().ro) == (english, romanian)


@pytest.mark.parametrize(
    ("name", "meant"), [("fb-i", "FB-I"), ("de 1-6", "DE 1-6"), ("DE1–6", "DE 1-6"), ("1-10", "1-10"), ("1-5", None)]
)
def test_capitals_spaces_and_dashes_of_a_name_do_not_matter(name: str, meant: str | None):
    scale = scale_of(SCALES, name)
    assert (scale.name if scale else None) == meant


def test_capitals_of_a_name_matter_where_two_scales_differ_by_them():
    scales = (Scale("a-f", 0, 1, 4), Scale("A-F", 0, 2, 4))
    assert scale_of(scales, "A-F") == scales[1]
    assert scale_of(scales, "A-f") is None


@pytest.mark.parametrize(
    ("word", "number"), [("B+", 3.3), ("b +", 3.3), (" B+ ", 3.3), ("a", 4), ("A", 5), ("E", None), ("", None)]
)
def test_capitals_of_a_word_matter_where_two_words_differ_by_them(word: str, number: float | None):
    scale = Scale("A-F", 0, 1, 5, (("a", 4), ("A", 5), ("B+", 3.3), ("F", 0), ("D", 1)))
    assert scale.number_of(word) == number


@pytest.mark.parametrize("word", ["NP", "np", "Absent", "neprezentat", "NEPREZENTATĂ", "abs", "not taken", "krank"])
def test_words_for_a_mark_that_was_not_taken_are_built_in_and_declared(word: str):
    assert Scale("x", 1, 5, 10, not_taken=("Krank",)).is_not_taken(word)


def test_a_word_of_the_scale_is_a_mark_and_not_a_mark_not_taken():
    assert not Scale("x", 0, 1, 2, (("NP", 0), ("P", 1), ("D", 2))).is_not_taken("np")
    assert not Scale("x", 1, 5, 10).is_not_taken("FB")
