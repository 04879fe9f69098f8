"""The parts of a report as a card reads them.

What a report does not speak of is empty, or None; a figure of which there is too little to say has the value None.
"""

import math
from collections.abc import Iterable, Mapping
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from models.risk.baselines import PROBABILITIES
from training.metrics.bootstrap import Estimate

Figure = Estimate | None
Codes = tuple[str, ...]

STRONGEST = 10  # so many features are named among the reasons, and among the gaps; all are in the card's last table


class ReportPart(BaseModel):
    """A part of a report, read leniently: unknown keys are left out, None and nothing are the same."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    @model_validator(mode="before")
    @classmethod
    def _read(cls, given: Mapping[str, Any]) -> dict[str, Any]:
        known = {name: value for name, value in given.items() if value not in (None, "", (), [], {})}
        figures = {name for name, field in cls.model_fields.items() if field.annotation == Figure}
        return known | {name: _interval(given, name) for name in figures & set(given)}


class ModelRow(ReportPart):
    """The figures of one model's list."""

    name: str = ""
    auc: Figure = None
    average_precision: Figure = None
    recall_at_capacity: Figure = None
    precision_at_capacity: Figure = None
    brier: Figure = None
    calibration_error: Figure = None
    recall_within_schools: Figure = None
    precision_within_schools: Figure = None

    @model_validator(mode="before")
    @classmethod
    def _no_probability(cls, given: Mapping[str, Any]) -> dict[str, Any]:
        silent = () if given.get("name") in PROBABILITIES else ("brier", "calibration_error")
        return {name: value for name, value in given.items() if name not in silent}

    @property
    def recall(self) -> float | None:
        """The share of the cases on the list."""
        return _value(self.recall_at_capacity)

    @property
    def precision(self) -> float | None:
        """The share of the list that are cases."""
        return _value(self.precision_at_capacity)

    @property
    def recall_inside(self) -> float | None:
        """The share of the cases on lists made school by school."""
        return _value(self.recall_within_schools)


class SchoolLists(ReportPart):
    """Lists made school by school: what those of each model found, and how much more Prezent's found than each."""

    cases: int = 0
    schools: int = 0
    lists: int = 0
    listed: int = 0
    drawn: str = ""
    recall: Mapping[str, Estimate] = Field(default_factory=dict)
    precision: Mapping[str, Estimate] = Field(default_factory=dict)
    ahead_of: Mapping[str, Estimate] = Field(default_factory=dict)

    def standing(self, name: str) -> Literal["too few", "ahead", "behind", "tied"]:
        """Say how Prezent stands to a model's lists, beyond noise."""
        difference = self.ahead_of.get(name)
        if difference is None or difference.low is None or difference.high is None:
            return "too few"
        if difference.low > 0:
            return "ahead"
        return "behind" if difference.high < 0 else "tied"


class WithinSchools(ReportPart):
    """The lists made school by school of the last date and of past retrainings, and which decided the checks."""

    decided_on: str = ""
    last: SchoolLists | None = None
    past: SchoolLists | None = None


class LabelRow(ReportPart):
    """The children in school at a date, with and without a label."""

    as_of: str = ""
    children: int = 0
    positives: int = 0
    negatives: int = 0
    derived: int = 0
    unlabelled: Mapping[str, int] = Field(default_factory=dict)


class OutcomeRow(ReportPart):
    """One outcome of those that count."""

    outcome: str = ""
    positives: float | None = None
    recall_within_schools: Figure = None


class Calibration(ReportPart):
    """Whether the scores are true."""

    slope: Figure = None
    observed_over_expected: Figure = None


class SchoolSignal(ReportPart):
    """How much of the signal is the school."""

    within_school_auc: Figure = None
    between_school_auc: Figure = None
    score_variance_between_schools: Figure = None
    outcome_icc: Figure = None
    share_of_cases_in_top_schools: Figure = None


class GroupRow(ReportPart):
    """How the list serves a group of children."""

    by: str = ""
    group: str = ""
    children: float | None = None
    positives: float | None = None
    listed: float | None = None
    recall: Figure = None
    precision: Figure = None
    false_alarm_rate: Figure = None
    calibration: Figure = None
    past_rate: float | None = None


class PastRateRow(ReportPart):
    """How often the outcome came before, among the children of a locality or county."""

    by: str = ""
    place: str = ""
    children: float | None = None
    cases: float | None = None
    rate: Figure = None


class Ablation(ReportPart):
    """What is lost without a group of features."""

    without: str = ""
    recall: Figure = None
    recall_without: Figure = None
    difference: Figure = None

    @property
    def beyond_chance(self) -> bool | None:
        """Whether the interval leaves zero out; None where there is no interval."""
        if self.difference is None or self.difference.low is None or self.difference.high is None:
            return None
        return not self.difference.low <= 0 <= self.difference.high


class TermRow(ReportPart):
    """One past retraining."""

    as_of: str = ""
    trained_until: str = ""
    rows: float | None = None
    positives: float | None = None
    models: tuple[ModelRow, ...] = ()

    def model(self, name: str) -> ModelRow:
        """Return the figures of a model; none where it has none."""
        return model_row(self.models, name)


class AgeRow(ReportPart):
    """A model so many terms after its training."""

    terms_on: float | None = None
    tests: float | None = None
    auc: Figure = None
    recall_within_schools: Figure = None
    recall_retrained: Figure = None
    gain_of_retraining: Figure = None
    calibration_slope: Figure = None


class CheckRow(ReportPart):
    """A check of the version."""

    code: str = ""
    title_ro: str = ""
    title_en: str = ""
    verdict: str = ""
    text_ro: str = ""
    text_en: str = ""


class FeatureRow(ReportPart):
    """A feature: how often it was known, and its share of all reasons."""

    feature: str = ""
    title_ro: str = ""
    title_en: str = ""
    group: str = ""
    known: Figure = None
    share: Figure = None
    can_change: bool | None = None


class RecordsExtent(ReportPart):
    """The records that were read."""

    schools: float | None = None
    pupils: float | None = None
    rows_per_table: Mapping[str, float] = Field(default_factory=dict)
    first_day: str = ""
    last_day: str = ""
    school_years: Codes = ()
    invented: bool = False
    missing_tables: Codes = ()
    coverage: tuple[FeatureRow, ...] = ()
    fingerprint: str = ""

    @property
    def seldom_known(self) -> list[FeatureRow]:
        """The features that are known least often, those first."""
        return sorted(self.coverage, key=lambda feature: _value(feature.known) or 0)[:STRONGEST]


class VersionRow(ReportPart):
    """An earlier version, and who signed for it."""

    version: str = ""
    created: str = ""
    aliases: Codes = ()
    outcomes: Codes = ()
    recall_within_schools: Figure = None
    promoted_by: str = ""
    promoted_at: str = ""
    promoted_reason: str = ""
    overruled_by: str = ""

    @property
    def signed(self) -> list[str]:
        """Who signed for it, and when."""
        return [text for text in (self.promoted_by, self.promoted_at) if text]

    @field_validator("outcomes", mode="before")
    @classmethod
    def _split(cls, given: Any) -> Any:
        return given.split(", ") if isinstance(given, str) else given


def model_row(models: Iterable[ModelRow], name: str) -> ModelRow:
    """Return the figures of one model; none where it has none."""
    return next((model for model in models if model.name == name), ModelRow())


def _value(figure: Figure) -> float | None:
    return None if figure is None else figure.value


def _interval(given: Mapping[str, Any], name: str) -> Estimate:
    """Read a figure: an interval, or a number beside its ``_low`` and ``_high``."""
    figure = given[name]
    if isinstance(figure, Mapping):
        return Estimate(*(_number(figure.get(bound)) for bound in ("value", "low", "high")))
    return Estimate(_number(figure), *(_number(given.get(f"{name}_{bound}")) for bound in ("low", "high")))


def _number(given: Any) -> float | None:
    """Read a number, also from a registry's tag, which is text; None where there is none to say."""
    value = math.nan if given in (None, "") else float(given)
    return value if math.isfinite(value) else None
