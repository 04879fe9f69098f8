"""The rows that train, and the rows that judge."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import pandas as pd

from features.arrays import Floats, Labels
from features.catalogue.feature import FeatureSpec
from features.derived_outcomes.chronic_absence import CHRONIC_ABSENCE, why_not_derived
from features.derived_outcomes.derived import ChronicByDay, derived_outcomes
from features.errors import Refused
from features.i18n.dates import date_words
from features.i18n.text import Bilingual
from features.point_in_time.record_index import RecordIndex
from features.progress import Tell
from features.table.audit_groups import GROUPS, audit_columns
from features.table.feature_table import FeatureTable, build_features
from models.risk.baselines import FeatureRows
from training.dataset.labels import CohortLabels, labels_at, require_horizon_over
from training.dataset.record_statistics import RecordStatistics, partition_statistics
from training.plan.plan import TrainingPlan


@dataclass(frozen=True)
class LabelledRows:
    """Children at as-of dates with a label, the dates one below the other.

    ``pupils`` has ``pupil_id``, ``school_id``, ``as_of``, the groups of ``audit_groups`` (empty for children who judge
    nothing), and by all that is known ``outcome``, ``derived`` and ``unlabelled``: what came, whether nobody wrote it
    down, and why there is no label (``CohortLabels``). ``rows``, ``labels`` and it go row by row.
    """

    rows: FeatureRows
    labels: Labels
    pupils: pd.DataFrame
    features: tuple[FeatureSpec, ...]
    missing_tables: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.labels)

    @property
    def schools(self) -> npt.NDArray[np.object_]:
        """The school of each row."""
        return np.asarray(self.pupils["school_id"].to_numpy(object))

    @property
    def ids(self) -> npt.NDArray[np.object_]:
        """The pupil of each row."""
        return np.asarray(self.pupils["pupil_id"].to_numpy(object))


@dataclass(frozen=True)
class Cohorts:
    """The children at every as-of date of a plan, the dates one below the other, and what labels them.

    ``labels`` are those by all that the records know, NaN where it cannot be said. If the cohorts were gathered, from
    partitions or so that the records need not be kept, ``index`` has no absences, marks and situations: ``measured`` is
    what was measured of these, ``chronic`` what was found of absences.
    """

    index: RecordIndex
    plan: TrainingPlan
    rows: FeatureRows
    pupils: pd.DataFrame
    labels: Floats
    features: tuple[FeatureSpec, ...]
    missing_tables: tuple[str, ...]
    measured: RecordStatistics | None = None
    chronic: ChronicByDay = field(default_factory=dict)

    def statistics(self) -> RecordStatistics:
        """Return what is measured of the records themselves; it takes about as long as the features of a date."""
        return self.measured or RecordStatistics([partition_statistics(self.index, self.plan)])

    def final(self) -> LabelledRows:
        """Return the rows for the model that is registered: all that the records know."""
        return self._with(self.labels)

    def evaluation_rows(self) -> LabelledRows:
        """Return the rows the seven models are evaluated on: in a split in time as on the test date."""
        return self.as_on(self.plan.dates[-1]) if self.plan.is_time_split() else self.final()

    def as_on(self, day: dt.date) -> LabelledRows:
        """Return the rows as a training on that day has them.

        Dates whose horizon was over by then have the labels of what was known before it, the other earlier dates none;
        that day and later ones, which judge, have the labels of all that is known.
        """
        labels = self.labels.copy()
        as_of = self.pupils["as_of"].to_numpy()
        labels[as_of < day] = np.nan
        derived = derived_outcomes(self.index, self.plan.outcomes, known_by=day, chronic=self.chronic)
        for date in self.plan.ready_for(day):
            mine = as_of == date
            labels[mine] = labels_at(
                self.index, list(self.pupils["pupil_id"][mine]), date,
                outcomes=self.plan.outcomes, horizon_days=self.plan.horizon(date), known_by=day, derived=derived,
            ).values  # fmt: skip
        return self._with(labels)

    def _with(self, labels: Floats) -> LabelledRows:
        places = np.flatnonzero(~np.isnan(labels))
        rows, pupils = self.rows, self.pupils
        if len(places) < len(labels):
            rows, pupils = rows.take(places), pupils.iloc[places].reset_index(drop=True)
        return LabelledRows(rows, labels[places].astype(np.int64), pupils, self.features, self.missing_tables)


def prepare(index: RecordIndex, plan: TrainingPlan, tell: Tell) -> Cohorts:
    """Compute features and labels at every as-of date of the plan; refuse a date whose horizon is not over."""
    require_horizons_over(plan, index.records.last_day())
    return label_cohorts(index, plan, list(features_by_date(index, plan, tell)))


def features_by_date(index: RecordIndex, plan: TrainingPlan, tell: Tell) -> Iterator[FeatureTable]:
    """Compute the features at every as-of date of the plan, one after the other."""
    for number, date in enumerate(plan.dates, start=1):
        tell(
            Bilingual(
                f"features at {date_words(date, 'en')} ({number} of {len(plan.dates)})",
                f"indicatorii la {date_words(date, 'ro')} ({number} din {len(plan.dates)})",
            )
        )
        yield build_features(index, date)


def require_horizons_over(plan: TrainingPlan, last_day: dt.date | None) -> None:
    """Refuse a date of the plan whose horizon is not over on the last day that the records cover."""
    last_day = plan.known_until or last_day
    for date in plan.dates:
        require_horizon_over(date, plan.horizon(date), last_day, latest=last_day and plan.latest_as_of(last_day))


def label_cohorts(
    index: RecordIndex,
    plan: TrainingPlan,
    tables: Sequence[FeatureTable],
    *,
    measured: RecordStatistics | None = None,
    chronic: ChronicByDay | None = None,
) -> Cohorts:
    """Label the children of the feature tables at the plan's dates; of ``index``, enrolments and outcomes count.

    Refused if chronic absence is wanted alone, and of nobody can it be said.
    """
    labels = _labels(index, plan, tables, chronic=chronic or {})
    if plan.outcomes == (CHRONIC_ABSENCE,) and all(np.isnan(each.values).all() for each in labels):
        raise Refused(why_not_derived(index.records.given))
    return Cohorts(
        index=index,
        plan=plan,
        rows=FeatureRows(
            pd.concat([table.values for table in tables], ignore_index=True),
            pd.concat([table.rules for table in tables], ignore_index=True),
        ),
        pupils=pd.concat(
            [
                _pupils(index, table, plan).assign(outcome=each.outcomes, derived=each.derived, unlabelled=each.why)
                for table, each in zip(tables, labels, strict=True)
            ],
            ignore_index=True,
        ),
        labels=np.concatenate([each.values for each in labels]),
        features=tables[0].features,
        missing_tables=tables[0].missing_tables,
        measured=measured,
        chronic=chronic or {},
    )


def _pupils(index: RecordIndex, table: FeatureTable, plan: TrainingPlan) -> pd.DataFrame:
    """Return the children with their date and, where they judge, the groups in which they are audited."""
    pupils = table.pupils.assign(as_of=table.as_of)
    if plan.is_time_split() and table.as_of < plan.dates[-1]:
        return pupils.assign(**dict.fromkeys(GROUPS, ""))
    return pd.concat([pupils, audit_columns(index, table)], axis=1)


def _labels(
    index: RecordIndex, plan: TrainingPlan, tables: Sequence[FeatureTable], *, chronic: ChronicByDay
) -> list[CohortLabels]:
    """Label the children of each date by all that the records know."""
    derived = derived_outcomes(index, plan.outcomes, chronic=chronic)
    return [
        labels_at(
            index, list(table.pupils["pupil_id"]), table.as_of,
            outcomes=plan.outcomes, horizon_days=plan.horizon(table.as_of), derived=derived,
        )
        for table in tables
    ]  # fmt: skip
