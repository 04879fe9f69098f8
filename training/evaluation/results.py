"""What was found out about a challenger before it is registered."""

from collections.abc import Mapping
from dataclasses import dataclass

from features.catalogue.feature import FeatureSpec
from models.ranking.ordering import Ties, list_length, ties_at
from training.dataset.label_counts import LabelCounts
from training.dataset.splits import Backtest
from training.evaluation.ablation import Ablation
from training.evaluation.backtest import EvaluatedRows
from training.evaluation.champion_comparison import Champion, ChampionComparison
from training.evaluation.model_metrics import ModelFigures
from training.evaluation.outcome_breakdown import OutcomeComponent
from training.evaluation.walk_forward_metrics import TermFigures
from training.metrics.between_schools import SchoolSignal
from training.metrics.bootstrap import Samples
from training.metrics.calibration import CalibrationSlope
from training.metrics.group_fairness import GroupFigures, GroupGap
from training.metrics.past_rates import PastRate
from training.metrics.placing import PlacingFigures
from training.metrics.reviews import ReviewFigures
from training.metrics.within_schools import SchoolListFigures
from training.plan.plan import TrainingPlan


@dataclass(frozen=True)
class Suspicion:
    """Features that may know too much: those that change with the future, and those too good alone, with their AUC."""

    leaking_features: tuple[str, ...]
    too_good: Mapping[str, float]


@dataclass(frozen=True)
class EvaluationResults:
    """Everything that the checks, the report and the model card are made of.

    ``school_lists`` are the lists made school by school of the evaluated rows. ``champion`` and ``comparison`` are None
    where there is no champion, ``comparison`` also where the records lack one of its features.
    """

    plan: TrainingPlan
    backtest: Backtest
    evaluated: EvaluatedRows
    samples: Samples
    features: tuple[FeatureSpec, ...]
    figures: Mapping[str, ModelFigures]
    school_lists: SchoolListFigures
    outcome_components: tuple[OutcomeComponent, ...]
    slope: CalibrationSlope
    signal: SchoolSignal
    groups: tuple[GroupFigures, ...]
    gaps: tuple[GroupGap, ...]
    ablation: Ablation | None
    terms: TermFigures
    suspicion: Suspicion
    champion: Champion | None
    comparison: ChampionComparison | None
    label_counts: tuple[LabelCounts, ...] = ()
    past_rates: tuple[PastRate, ...] = ()
    placing: PlacingFigures | None = None
    reviews: ReviewFigures | None = None

    @property
    def decided_on_past_dates(self) -> bool:
        """Whether the lists of past retrainings decide the checks: where there were any, with cases enough."""
        past = self.terms.school_lists
        return past is not None and (past.drawn is not None or self.school_lists.drawn is None)

    @property
    def deciding_lists(self) -> SchoolListFigures:
        """The lists made school by school that the checks decide on: of past retrainings, else of evaluated rows."""
        past = self.terms.school_lists
        return past if past and self.decided_on_past_dates else self.school_lists

    @property
    def ties(self) -> Mapping[str, Ties]:
        """The children with the score at the cut of each model's one list over all evaluated rows."""
        length = list_length(self.plan.capacity, len(self.evaluated))
        return {name: ties_at(scores, length) for name, scores in self.evaluated.scores.items()}
