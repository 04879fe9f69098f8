import numpy as np
import pytest

from features.errors import Refused
from models.risk.lightgbm_fit import Hyperparameters
from tests.support.small_models import invented_labels, invented_values
from tests.support.training.labelled_rows import LATE, every, labelled, plan
from training.dataset.cohorts import LabelledRows
from training.metrics.bootstrap import NOTHING, Estimate
from training.metrics.within_schools import school_list_rows
from training.tuning.holdout import Comparison, HeldOut, Pair, compare_hyperparameters, hold_out

GOOD, HARDLY = Hyperparameters(trees=60), Hyperparameters(trees=1, leaves=2, feature_fraction=0.05)
ABOVE, AROUND, BELOW = Estimate(0.02, 0.01, 0.03), Estimate(0.01, -0.01, 0.03), Estimate(-0.02, -0.03, -0.01)


def compared(gain: Estimate, *, recall: tuple[float, float] = (0.4, 0.4)) -> Comparison:
    """Return a comparison with this gain in average precision, and the recall of the defaults and of those found."""
    return Comparison(LATE, 100, 10, Pair(*recall, AROUND), Pair(0.2, 0.2, gain))


@pytest.mark.parametrize(
    ("gain", "recall", "verdict"),
    [
        (ABOVE, (0.4, 0.5), "better"),
        (ABOVE, (0.4, 0.4), "better"),
        (ABOVE, (0.4, 0.39), "better_but_not_at_the_cut"),
        (AROUND, (0.4, 0.5), "as_good"),
        (Estimate(0.02, 0.0, 0.03), (0.4, 0.5), "as_good"),
        (Estimate(-0.02, -0.03, 0.0), (0.4, 0.3), "as_good"),
        (NOTHING, (0.4, 0.5), "as_good"),
        (BELOW, (0.4, 0.5), "worse"),
    ],
)
def test_a_verdict_needs_a_gain_beyond_noise_and_no_loss_of_recall(
    gain: Estimate, recall: tuple[float, float], verdict: str
):
    assert compared(gain, recall=recall).verdict == verdict


def rows() -> LabelledRows:
    """Return 800 rows, half of them for either date, whose outcome depends on the features."""
    values = invented_values(800)
    return labelled(invented_labels(values), values=values)


def held_out(labels: LabelledRows) -> HeldOut:
    return HeldOut(labels, np.arange(400), np.arange(400, 800))


@pytest.mark.parametrize(
    ("defaults", "found", "verdict"), [(HARDLY, GOOD, "better"), (GOOD, HARDLY, "worse"), (GOOD, GOOD, "as_good")]
)
def test_settings_are_compared_with_the_defaults_on_the_last_date(
    defaults: Hyperparameters, found: Hyperparameters, verdict: str
):
    made = compare_hyperparameters(held_out(rows()), plan(hyperparameters=defaults, capacity=0.2), found=found)
    assert made.verdict == verdict
    assert (made.as_of, made.children, made.positives) == (LATE, 400, rows().labels[400:].sum())
    for pair in (made.recall, made.average_precision):
        assert pair.difference.value == pytest.approx(pair.found - pair.defaults)
        assert pair.difference.low <= pair.difference.value <= pair.difference.high


def test_the_figures_are_those_of_lists_fitted_on_the_training_rows():
    from sklearn.metrics import average_precision_score

    from models.risk.model import fit_margins

    both, asked = rows(), plan(hyperparameters=HARDLY, capacity=0.2)
    labels, values = both.labels, both.rows.values
    old, new = (
        fit_margins(values[:400], labels[:400], both.features, each, test=values[400:]) for each in (HARDLY, GOOD)
    )
    made = compare_hyperparameters(held_out(both), asked, found=GOOD)
    assert made.average_precision.found == pytest.approx(average_precision_score(labels[400:], new))
    assert made.average_precision.defaults == pytest.approx(average_precision_score(labels[400:], old))
    dates = both.pupils["as_of"].to_numpy(object)[400:]
    lists = school_list_rows(labels[400:], schools=both.schools[400:], pupils=both.ids[400:], dates=dates, plan=asked)
    assert made.recall.difference == lists.totals(new).recall_ahead_of(lists.totals(old))


def test_workers_change_no_figure():
    one, two = (
        compare_hyperparameters(held_out(rows()), plan(hyperparameters=HARDLY, workers=workers), found=GOOD)
        for workers in (1, 2)
    )
    assert one == two


class FakeCohorts:
    """Cohorts that judge with rows written in a test."""

    def __init__(self, labels: list[int], **changes: object) -> None:
        self.rows, self.plan = labelled(labels), plan(**changes)

    def evaluation_rows(self) -> LabelledRows:
        return self.rows


def test_what_is_held_out_is_the_last_date_and_earlier_ones_train_for_it():
    found = hold_out(FakeCohorts(every(3, 120)))
    assert found.train.tolist() == list(range(60))
    assert found.test.tolist() == list(range(60, 120))
    assert set(found.rows.pupils["as_of"].iloc[found.test]) == {LATE}


def test_too_few_outcomes_on_the_held_out_date_are_refused_before_the_search():
    with pytest.raises(Refused, match="Too few outcomes to judge a model"):
        hold_out(FakeCohorts(np.concatenate([every(2, 60), every(20, 60)])))
