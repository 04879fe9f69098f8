"""What was found out about a challenger before it is registered?"""

from collections.abc import Mapping
from dataclasses import dataclass

from features.catalogue import Feature
from training.ablation import Ablation
from training.backtest import Judged
from training.champion import Champion, Compared
from training.cohorts import Backtest
from training.fairness import GroupFigures, GroupGap
from training.figures import ModelFigures
from training.intervals import Samples
from training.parts import Part
from training.plan import TrainingPlan
from training.signal import SchoolSignal
from training.slope import CalibrationSlope
from training.term_figures import TermFigures


@dataclass(frozen=True)
class Suspicion:
    """Features that may know too much: those that change with the future, and those too good alone, with their AUC."""

    looking_ahead: tuple[str, ...]
    too_good: Mapping[str, float]


@dataclass(frozen=True)
class Findings:
    """Everything that the checks, the report and the model card are made of.

    ``champion`` and ``compared`` are None where there is no champion, ``compared`` also where the records lack one of
    its features.
    """

    plan: TrainingPlan
    backtest: Backtest
    judged: Judged
    samples: Samples
    features: tuple[Feature, ...]
    figures: Mapping[str, ModelFigures]
    parts: tuple[Part, ...]
    slope: CalibrationSlope
    signal: SchoolSignal
    groups: tuple[GroupFigures, ...]
    gaps: tuple[GroupGap, ...]
    ablation: Ablation | None
    terms: TermFigures
    suspicion: Suspicion
    champion: Champion | None
    compared: Compared | None
