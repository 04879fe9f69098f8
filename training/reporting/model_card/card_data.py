"""The typed view of a report from which a card is written."""

from collections.abc import Mapping
from typing import Literal

from pydantic import Field

from features.schema.tables import LEFT_EARLY
from models.ranking.ordering import list_length
from training.reporting.model_card.cautions_part import ListCautions
from training.reporting.model_card.placing_part import PlacingPart
from training.reporting.model_card.report_parts import (
    STRONGEST,
    Ablation,
    AgeRow,
    Calibration,
    CheckRow,
    Codes,
    FeatureRow,
    GroupRow,
    LabelRow,
    ModelRow,
    OutcomeRow,
    PastRateRow,
    RecordsExtent,
    ReportPart,
    SchoolLists,
    SchoolSignal,
    TermRow,
    VersionRow,
    WithinSchools,
    model_row,
)
from training.reporting.model_card.reviews_part import ReviewsPart

PREZENT = "lightgbm"
SIMPLER = ("absences_only", "rules", "school_only", "logistic", "tree")  # what Prezent is compared with


class CardData(ReportPart):
    """What a card says of one training."""

    outcomes: Codes
    as_of: Codes
    horizon_days: int
    split: str = ""
    left_out: Codes = ()
    rows: int = 0
    positives: int = 0
    capacity: int | float
    model_version: str
    mlflow_run_id: str
    within_schools: WithinSchools | None = None
    models: tuple[ModelRow, ...] = ()
    labels: tuple[LabelRow, ...] = ()
    parts: tuple[OutcomeRow, ...] = ()
    calibration: Calibration | None = None
    signal: SchoolSignal | None = None
    groups: tuple[GroupRow, ...] = ()
    past_rates: tuple[PastRateRow, ...] = ()
    ablation: Ablation | None = None
    terms: tuple[TermRow, ...] = ()
    pooled_terms: tuple[ModelRow, ...] = ()
    ageing: tuple[AgeRow, ...] = ()
    placing: PlacingPart | None = None
    reviews: ReviewsPart | None = None
    checks: tuple[CheckRow, ...] = ()
    cautions: ListCautions | None = None
    data: RecordsExtent | None = None
    features: tuple[FeatureRow, ...] = ()
    hyperparameters: Mapping[str, str | int | float | None] = Field(default_factory=dict)
    history: tuple[VersionRow, ...] = ()

    @property
    def listed(self) -> int:
        """How many of the evaluated children the list would hold."""
        return list_length(self.capacity, self.rows)

    @property
    def about_leaving(self) -> bool:
        """Whether the outcome is a kind of leaving school."""
        return bool(set(self.outcomes) & set(LEFT_EARLY))

    @property
    def prezent(self) -> ModelRow:
        """The figures of the model that the card is about."""
        return model_row(self.models, PREZENT)

    @property
    def school_only(self) -> ModelRow:
        """The figures of the list by the school alone."""
        return model_row(self.models, "school_only")

    @property
    def school_lists(self) -> SchoolLists | None:
        """The lists made school by school that decided the checks."""
        within = self.within_schools
        if within is None:
            return None
        return within.past if within.decided_on == "past" else within.last

    @property
    def on_past_dates(self) -> bool:
        """Whether those lists are of past retrainings."""
        return self.within_schools is not None and self.within_schools.decided_on == "past"

    @property
    def recall(self) -> float | None:
        """The share of the cases on the lists of their schools."""
        return self._decided("recall")

    @property
    def precision(self) -> float | None:
        """The share of the listed, school by school, that were cases."""
        return self._decided("precision")

    @property
    def found(self) -> int:
        """How many of the listed, school by school, had the outcome."""
        return round((self.precision or 0) * self.school_lists.listed) if self.school_lists else 0

    @property
    def named_beside(self) -> dict[str, float]:
        """The simpler lists that the summary names, with the share of the cases that each found."""
        recall = self.school_lists.recall if self.school_lists else {}
        figures = {name: recall[name].value for name in ("absences_only", "rules") if name in recall}
        return {name: value for name, value in figures.items() if value is not None}

    @property
    def not_beaten(self) -> list[str]:
        """The simpler lists that Prezent's are not ahead of beyond noise."""
        lists = self.school_lists
        return [name for name in SIMPLER if lists and lists.standing(name) in ("tied", "behind")]

    def _decided(self, figure: Literal["recall", "precision"]) -> float | None:
        lists = self.school_lists
        own = (lists.recall if figure == "recall" else lists.precision).get(PREZENT) if lists else None
        return own.value if own else None

    @property
    def divisions(self) -> dict[str, list[GroupRow]]:
        """The groups of children by what they are divided."""
        names = dict.fromkeys(group.by for group in self.groups)
        return {by: [group for group in self.groups if group.by == by] for by in names}

    @property
    def past_of_counties(self) -> list[PastRateRow]:
        """How often the outcome came before in each county."""
        return [rate for rate in self.past_rates if rate.by == "county"]

    @property
    def verdicts(self) -> list[str]:
        """The verdict of each check."""
        return [check.verdict for check in self.checks]

    @property
    def in_use(self) -> VersionRow | None:
        """The version that was in use when the card was written."""
        return next((version for version in self.history if "champion" in version.aliases), None)

    @property
    def strongest(self) -> tuple[FeatureRow, ...]:
        """The features that weigh most."""
        return self.features[:STRONGEST]

    @property
    def all_features(self) -> list[FeatureRow]:
        """Every feature, with how often it was known and how much it weighs."""
        known = {row.feature: row for row in (self.data.coverage if self.data else ())}
        weighed = {row.feature: row for row in self.features}
        return [
            *(
                row.model_copy(update={"known": known[name].known if name in known else None})
                for name, row in weighed.items()
            ),
            *(row for name, row in known.items() if name not in weighed),
        ]
