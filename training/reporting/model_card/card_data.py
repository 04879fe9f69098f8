"""The typed view of a report from which a card is written."""

from collections.abc import Mapping
from typing import Literal

from pydantic import Field

from features.schema.tables import LEFT_EARLY
from models.ranking.ordering import list_length
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
    RecordsExtent,
    ReportPart,
    SchoolSignal,
    TermRow,
    VersionRow,
    model_row,
)

PREZENT = "lightgbm"


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
    models: tuple[ModelRow, ...] = ()
    labels: tuple[LabelRow, ...] = ()
    parts: tuple[OutcomeRow, ...] = ()
    calibration: Calibration | None = None
    signal: SchoolSignal | None = None
    groups: tuple[GroupRow, ...] = ()
    ablation: Ablation | None = None
    terms: tuple[TermRow, ...] = ()
    pooled_terms: tuple[ModelRow, ...] = ()
    ageing: tuple[AgeRow, ...] = ()
    placing: PlacingPart | None = None
    checks: tuple[CheckRow, ...] = ()
    data: RecordsExtent | None = None
    features: tuple[FeatureRow, ...] = ()
    hyperparameters: Mapping[str, str | int | float | None] = Field(default_factory=dict)
    history: tuple[VersionRow, ...] = ()

    @property
    def listed(self) -> int:
        """How many of the evaluated children the list would hold."""
        return list_length(self.capacity, self.rows)

    @property
    def hits(self) -> int:
        """How many children of the list had the outcome."""
        return round((self.prezent.precision or 0) * self.listed)

    @property
    def missed(self) -> int:
        """How many children with the outcome were not on the list."""
        return max(self.positives - self.hits, 0)

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
    def named_beside(self) -> list[ModelRow]:
        """The simpler lists that the summary names."""
        rows = (model_row(self.models, name) for name in ("rules", "school_only"))
        return [model for model in rows if model.recall is not None]

    @property
    def as_good(self) -> list[ModelRow]:
        """The simpler lists that found as many cases or more."""
        own = self.prezent.recall
        return [
            model for model in self.models
            if own is not None and model.name != PREZENT and model.recall is not None and model.recall >= own
        ]  # fmt: skip

    @property
    def simpler(self) -> list[ModelRow]:
        """The lists that Prezent is compared with, but for the one drawn at random."""
        return [model for model in self.models if model.name not in (PREZENT, "random")]

    def standing(self, other: ModelRow) -> Literal["too few", "more", "as many", "fewer", "perhaps fewer"]:
        """Say how many cases a simpler list found, measured by Prezent's."""
        own, theirs = self.prezent, other.recall
        if theirs is None or own.recall is None:
            return "too few"
        if own.recall <= theirs:
            return "as many" if own.recall == theirs else "more"
        lowest, highest = own.recall_low, other.recall_high
        return "fewer" if lowest is not None and highest is not None and lowest > highest else "perhaps fewer"

    @property
    def within_schools(self) -> list[ModelRow]:
        """The models of which lists were made school by school."""
        return [model for model in self.models if model.recall_within_schools is not None]

    @property
    def divisions(self) -> dict[str, list[GroupRow]]:
        """The groups of children by what they are divided."""
        names = dict.fromkeys(group.by for group in self.groups)
        return {by: [group for group in self.groups if group.by == by] for by in names}

    @property
    def verdicts(self) -> dict[str, int]:
        """How many checks came to each verdict."""
        verdicts = [check.verdict for check in self.checks]
        return {verdict: verdicts.count(verdict) for verdict in dict.fromkeys(verdicts)}

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
