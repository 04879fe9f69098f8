import json
from collections.abc import Iterator
from dataclasses import asdict

import numpy as np
import pandas as pd
import pytest

from features.arrays import Floats, Integers, Labels
from features.table.audit_groups import CROSSING
from models.ranking.ordering import list_length
from tests.support.training.labelled_rows import plan
from training.metrics.bootstrap import Estimate, Samples, draw_samples
from training.metrics.group_counts import GroupCounts, count_groups
from training.metrics.group_fairness import GroupFigures, GroupGap, far_below, group_figures, recall_gaps
from training.metrics.ranking import hits_at, rank_rows

NOTHING = Estimate(None, None, None)

# Twelve children by score, four of them cases; a list of four children holds two cases. Each row stands for ten
# children alike, so that there are enough to say something.
TWELVE = """
    0.95 F rural 1
    0.90 M urban 0
    0.85 F urban 1
    0.80 M rural 0
    0.75 F rural 1
    0.70 M urban 1
    0.65 F rural 0
    0.60 M urban 0
    0.55 F urban 0
    0.50 M rural 0
    0.45 F rural 0
    0.40 M urban 0
"""
ALIKE = 10


def samples_of(schools: list[str], **changes: object) -> Samples:
    pupils = np.array([f"P{number}" for number in range(len(schools))], dtype=object)
    return draw_samples(np.array(schools, dtype=object), pupils, plan=plan(**changes))


def counted(
    labels: list[int] | Labels, scores: list[float] | Floats, *, capacity: float, schools: list[str] | None = None,
    probabilities: bool = True, **groups: list[str],
) -> GroupCounts:  # fmt: skip
    """Count children in the groups of some columns; without schools, pupils are drawn."""
    return count_groups(
        np.array(labels), np.array(scores, dtype=float), groups=pd.DataFrame(groups, dtype=object),
        samples=samples_of(schools or ["S1"] * len(labels)), capacity=capacity, probabilities=probabilities,
    )  # fmt: skip


def twelve(capacity: float = 4 / 12) -> GroupCounts:
    rows = [line.split() for line in TWELVE.strip().splitlines() for _ in range(ALIKE)]
    scores, sexes, localities, labels = (list(column) for column in zip(*rows, strict=True))
    crossing = [f"{sex} {locality}" for sex, locality in zip(sexes, localities, strict=True)]
    return counted(
        [int(label) for label in labels], [float(score) for score in scores], capacity=capacity,
        sex=sexes, locality=localities, **{CROSSING: crossing},
    )  # fmt: skip


def by_group(counts: GroupCounts) -> dict[str, GroupFigures]:
    return {figures.group: figures for figures in group_figures(counts)}


def gaps_of(counts: GroupCounts, reference: GroupCounts | None = None) -> dict[str, GroupGap]:
    return {gap.group: gap for gap in recall_gaps(counts, reference)}


# By hand


def test_children_cases_and_listed_are_counted_in_every_group():
    found = {name: (each.children, each.positives, each.listed) for name, each in by_group(twelve()).items()}
    assert found == {
        "F": (60, 30, 20), "M": (60, 10, 20),
        "rural": (60, 20, 20), "urban": (60, 20, 20),
        "F rural": (40, 20, 10), "M rural": (20, 0, 10), "F urban": (20, 10, 10), "M urban": (40, 10, 10),
    }  # fmt: skip


def test_what_is_missed_is_a_share_of_the_true_cases():
    figures = by_group(twelve())
    assert figures["F"].recall.value == pytest.approx(2 / 3)
    assert figures["M"].recall.value == 0
    assert figures["F rural"].recall.value == pytest.approx(1 / 2)
    assert figures["F urban"].recall.value == 1


def test_precision_is_a_share_of_the_listed():
    figures = by_group(twelve())
    assert figures["F"].precision.value == 1
    assert figures["M"].precision.value == 0
    assert figures["rural"].precision.value == pytest.approx(1 / 2)


def test_false_alarms_are_a_share_of_those_who_are_no_cases():
    figures = by_group(twelve())
    assert figures["F"].false_alarm_rate.value == 0
    assert figures["M"].false_alarm_rate.value == pytest.approx(2 / 5)
    assert figures["M rural"].false_alarm_rate.value == pytest.approx(1 / 2)


def test_calibration_is_observed_by_expected():
    # girls' scores sum to 0.95 + 0.85 + 0.75 + 0.65 + 0.55 + 0.45, and three of six are cases
    assert by_group(twelve())["F"].calibration.value == pytest.approx(3 / 4.2)


def test_at_the_cut_those_count_who_are_between_half_a_list_and_one_and_a_half():
    # of a list of four children the places 3 to 6: girls 0.85 and 0.75, both cases, boys 0.80 and 0.70, one case
    figures = by_group(twelve())
    assert figures["F"].calibration_at_cut.value == pytest.approx(2 / (0.85 + 0.75))
    assert figures["M"].calibration_at_cut.value == pytest.approx(1 / (0.80 + 0.70))


def test_tied_children_at_the_cut_are_listed_in_equal_parts():
    # 0.90 and above are listed, and half of those at 0.85
    figures = by_group(twelve(capacity=25))
    assert figures["F urban"].listed == pytest.approx(5)
    assert figures["F urban"].recall.value == pytest.approx(1 / 2)
    assert figures["F"].recall.value == pytest.approx(1.5 / 3)


def test_a_list_of_everybody_misses_nobody_and_alarms_everybody():
    for figures in by_group(twelve(capacity=500)).values():
        assert figures.recall.value in (1, None)
        assert figures.false_alarm_rate.value in (1, None)


def test_a_gap_is_the_recall_of_the_group_minus_that_of_all_others():
    gaps = gaps_of(twelve())
    assert gaps["F"].gap.value == pytest.approx(2 / 3 - 0)
    assert gaps["M"].gap.value == pytest.approx(0 - 2 / 3)
    assert gaps["F rural"].gap.value == pytest.approx(1 / 2 - 1 / 2)
    assert gaps["F urban"].gap.value == pytest.approx(1 - 1 / 3)
    assert all(gap.beyond_reference == NOTHING for gap in gaps.values())


# Too few to say


def test_a_group_without_cases_has_no_recall_but_false_alarms():
    figures = by_group(twelve())["M rural"]
    assert figures.recall == NOTHING
    assert figures.precision.value == 0
    assert figures.false_alarm_rate.value == pytest.approx(1 / 2)
    assert "M rural" not in gaps_of(twelve())


def few(*, cases: int, others: int) -> GroupFigures:
    """Return the figures of girls, cases and others of whom half are listed, among a hundred boys."""
    labels = [1] * cases + [0] * others + [0, 1] * 50
    scores = [0.9, 0.1] * ((cases + others) // 2) + [0.9, 0.1] * 50
    sexes = ["F"] * (cases + others) + ["M"] * 100
    return by_group(counted(labels, scores, capacity=len(labels) // 2, sex=sexes))["F"]


@pytest.mark.parametrize(("cases", "said"), [(8, False), (10, True)])
def test_recall_asks_for_ten_cases(cases: int, said: bool):
    figures = few(cases=cases, others=40)
    assert (figures.recall.value is not None) == said
    assert figures.precision.value is not None
    assert figures.false_alarm_rate.value is not None
    assert figures.positives == cases


@pytest.mark.parametrize(("others", "said"), [(8, False), (10, True)])
def test_the_false_alarm_rate_asks_for_ten_who_are_no_cases(others: int, said: bool):
    figures = few(cases=40, others=others)
    assert (figures.false_alarm_rate.value is not None) == said
    assert figures.recall.value is not None


@pytest.mark.parametrize(("cases", "said"), [(8, False), (10, True)])
def test_precision_asks_for_ten_listed(cases: int, said: bool):
    figures = few(cases=cases, others=10)  # half of them are listed
    assert figures.listed == (cases + 10) / 2
    assert (figures.precision.value is not None) == said


def test_calibration_asks_for_ten_cases_seen_or_expected():
    def calibration(cases: int, risk: float) -> float | None:
        counts = counted([1] * cases + [0] * (40 - cases), [risk] * 40, capacity=0.5, sex=["F"] * 40)
        return by_group(counts)["F"].calibration.value

    assert calibration(9, 0.2) is None
    assert calibration(10, 0.05) == pytest.approx(5)
    assert calibration(0, 0.5) == 0


def test_a_score_that_is_no_probability_has_no_calibration():
    counts = counted([1, 0] * 20, list(range(40)), capacity=0.5, sex=["F"] * 40, probabilities=False)
    figures = by_group(counts)["F"]
    assert figures.calibration == figures.calibration_at_cut == NOTHING
    assert figures.recall.value == pytest.approx(0.5)


@pytest.mark.parametrize(("unknown", "reported"), [(0, False), (9, False), (10, True), (40, False)])
def test_not_recorded_is_a_group_if_it_is_large_enough_and_not_everybody(unknown: int, reported: bool):
    sexes = [""] * unknown + ["F"] * (40 - unknown)
    assert ("" in by_group(counted([1, 0] * 20, [0.5] * 40, capacity=0.5, sex=sexes))) == reported


def test_groups_come_in_the_order_of_reports_and_only_if_somebody_is_in_them():
    sizes = ["under 100", "300 and more"] * 20
    counts = counted([1, 0] * 20, [0.5] * 40, capacity=0.5, school_size=sizes, sex=["M"] * 40)
    assert counts.groups == (("sex", "M"), ("school_size", "under 100"), ("school_size", "300 and more"))


def test_cases_of_fewer_than_ten_schools_make_no_gap():
    def gaps(schools: int) -> set[str]:
        names = [f"S{number:02}" for number in range(30) for _ in range(4)]
        sizes = ["under 100" if int(name[1:]) < schools else "300 and more" for name in names]
        return set(gaps_of(counted([1, 1, 0, 0] * 30, [0.5] * 120, capacity=30, schools=names, school_size=sizes)))

    assert gaps(9) == {"300 and more"}
    assert gaps(10) == {"under 100", "300 and more"}


# Against the definition


def parts_listed(scores: Floats, weights: Integers, length: float) -> Iterator[float]:
    """Give how much of each row is among the first children: all orders of the tied are as likely."""
    for score in scores:
        above = weights[scores > score].sum()
        tied = weights[scores == score].sum()
        yield min(max((length - above) / tied, 0), 1) if tied else 0.0


def drawn_county(*, schools: int = 24, children: int = 10, digits: int = 1) -> dict[str, list[object]]:
    chance = np.random.default_rng(4)
    count = schools * children
    risk = chance.uniform(0, 1, count).round(digits)
    return {
        "labels": (chance.random(count) < risk).astype(int).tolist(),
        "scores": risk.tolist(),
        "schools": [f"S{number // children:02}" for number in range(count)],
        "sex": chance.choice(["F", "M", ""], count).tolist(),
        "locality": chance.choice(["rural", "urban"], count).tolist(),
    }


@pytest.mark.parametrize("digits", [1, 9], ids=["ties", "no ties"])
def test_the_fast_count_is_that_of_rows_one_by_one(digits: int):
    county = drawn_county(digits=digits)
    counts = counted(county["labels"], county["scores"], capacity=0.15, schools=county["schools"],
                     sex=county["sex"], locality=county["locality"])  # fmt: skip
    labels, scores = np.array(county["labels"]), np.array(county["scores"])
    for number, weights in enumerate(samples_of(county["schools"]).weights()):
        length = list_length(0.15, int(weights.sum()))
        first = {share: weights * list(parts_listed(scores, weights, share * length)) for share in (0.5, 1, 1.5)}
        at_cut = first[1.5] - first[0.5]
        for place, (by, group) in enumerate(counts.groups):
            mine = np.array(county[by]) == group
            for part, of_row in ((counts.everyone, weights), (counts.listed, first[1]), (counts.at_cut, at_cut)):
                assert part.children[number, place] == pytest.approx(of_row[mine].sum())
                assert part.positives[number, place] == pytest.approx((of_row * labels)[mine].sum())
                assert part.expected[number, place] == pytest.approx((of_row * scores)[mine].sum())
        if number == 8:
            break


def test_all_groups_together_have_the_hits_of_the_pooled_list():
    county = drawn_county()
    counts = counted(county["labels"], county["scores"], capacity=0.15, schools=county["schools"], sex=county["sex"])
    ranked = rank_rows(np.array(county["scores"]), np.array(county["labels"]))
    for number, weights in enumerate(samples_of(county["schools"]).weights()):
        hits = hits_at(ranked, weights, list_length(0.15, int(weights.sum())))
        assert counts.listed.positives[number, :-1].sum() == pytest.approx(hits)
        assert counts.listed.positives[number, -1] == pytest.approx(hits)


def test_a_figure_lies_within_its_interval():
    county = drawn_county()
    counts = counted(county["labels"], county["scores"], capacity=0.15, schools=county["schools"], sex=county["sex"])
    for figures in group_figures(counts):
        for each in (figures.recall, figures.precision, figures.false_alarm_rate, figures.calibration):
            assert each.low < each.value < each.high


def test_the_reports_are_strict_json():
    for each in (*group_figures(twelve()), *recall_gaps(twelve())):
        report = json.loads(json.dumps(asdict(each), allow_nan=False))
        assert {"by", "group", "positives"} < report.keys()
    assert report["gap"].keys() == {"value", "low", "high"}


# Who is far below the others


class County:
    """12,000 children in 60 schools, a third rural, a third girls; a good model of their risk, and a second as good."""

    def __init__(self, *, urban: float = 0.0) -> None:
        """``urban`` is what children of urban schools have more in log-odds."""
        chance = np.random.default_rng(1)
        school = np.arange(12_000) % 60
        rural = school < 20
        self.schools = [f"S{number:02}" for number in school]
        self.locality = np.where(rural, "rural", "urban")
        self.sex = chance.choice(["F", "M", "M"], 12_000)
        true = -3.5 + urban * ~rural + chance.normal(0, 1.5, 12_000)
        self.labels = (chance.random(12_000) < 1 / (1 + np.exp(-true))).astype(int)
        self.good, self.as_good = (true + chance.normal(0, 0.4, 12_000) for _ in range(2))
        self.rural_girls = rural & (self.sex == "F")

    def counted(self, margins: Floats) -> GroupCounts:
        crossing = [f"{sex} {locality}" for sex, locality in zip(self.sex, self.locality, strict=True)]
        return counted(
            self.labels, 1 / (1 + np.exp(-margins)), capacity=0.05, schools=self.schools,
            sex=self.sex.tolist(), locality=self.locality.tolist(), **{CROSSING: crossing},
        )  # fmt: skip


def groups_far_below(counts: GroupCounts, reference: GroupCounts | None = None) -> set[str]:
    return {gap.group for gap in far_below(recall_gaps(counts, reference))}


def test_a_model_made_worse_for_rural_girls_is_found_and_only_there():
    county = County()
    good, reference = county.counted(county.good), county.counted(county.as_good)
    assert groups_far_below(good) == groups_far_below(good, reference) == set()
    worse = county.counted(county.good - 1.2 * county.rural_girls)
    assert groups_far_below(worse, reference) == {"F rural"}
    assert "F rural" in groups_far_below(worse) <= {"F rural", "F", "rural"}  # rural girls are in both


def test_a_model_that_knows_nothing_of_rural_girls_is_found():
    county = County()
    blind = county.counted(np.where(county.rural_girls, county.good.mean(), county.good))
    found = groups_far_below(blind, county.counted(county.as_good))
    assert "F rural" in found
    assert found <= {"F rural", "F", "rural"}


def test_a_gap_that_the_reference_has_as_well_lies_in_the_children():
    county = County(urban=1.5)  # where risk is higher, more of the cases are on the list of any model
    good, reference = county.counted(county.good), county.counted(county.as_good)
    assert "rural" in groups_far_below(good)
    assert groups_far_below(good, reference) == set()


def test_a_small_gap_and_one_within_noise_are_not_far():
    def gap(value: float, high: float, beyond: Estimate = NOTHING) -> GroupGap:
        return GroupGap("sex", "F", 50, Estimate(value, value - 0.1, high), beyond)

    far = gap(-0.2, -0.1)
    assert far_below([far, gap(-0.09, -0.01), gap(-0.2, 0.01), gap(0.3, 0.4)]) == (far,)
    assert far_below([gap(-0.2, -0.1, Estimate(-0.05, -0.1, -0.01))]) == ()
    assert far_below([gap(-0.2, -0.1, Estimate(-0.2, -0.3, 0.01))]) == ()
    beyond = gap(-0.2, -0.1, Estimate(-0.2, -0.3, -0.1))
    assert far_below([beyond]) == (beyond,)


def test_the_more_groups_are_looked_at_the_surer_a_gap_must_be():
    """The gap of 20 points has a standard error of 8: by itself a chance of 0.006, too much among five."""
    barely = GroupGap("sex", "F", 50, Estimate(-0.2, -0.3568, -0.0432), NOTHING)
    none = [GroupGap("locality", f"L{number}", 50, Estimate(0.0, -0.1, 0.1), NOTHING) for number in range(20)]
    assert far_below([barely]) == (barely,)
    assert far_below([barely, *none[:3]]) == (barely,)
    assert far_below([barely, *none[:4]]) == ()
    sure = GroupGap("locality", "rural", 90, Estimate(-0.2, -0.25, -0.15), NOTHING)
    assert far_below([*none, sure]) == (sure,)
    assert far_below([barely, *none[:3], sure]) == (barely, sure)  # the surest is held to five, the next to four


@pytest.mark.parametrize("lead", [0.0, 0.2])
def test_where_no_group_is_worse_off_hardly_a_county_has_one_far_below(lead: float):
    """Invented: 2,000 counties of twenty groups without a gap, or each a little ahead."""
    chance, alarms = np.random.default_rng(3), 0
    for _ in range(2000):
        values = chance.normal(lead * 0.1, 0.09, 20)
        gaps = [
            GroupGap("g", str(number), 30, Estimate(value, value - 1.96 * 0.09, value + 1.96 * 0.09), NOTHING)
            for number, value in enumerate(values)
        ]
        alarms += bool(far_below(gaps))
    assert alarms / 2000 < 0.04
