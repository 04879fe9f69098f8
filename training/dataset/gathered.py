"""The children of records that are read at once, gathered for a training that need not keep the records.

Absences and marks of a county take several times the memory of the features of ten dates. They are needed until the
features are computed; what a training asks of records later on is measured before they are let go of, as it is where
the records are partitions (``training.dataset.partitioned``). What is gathered is the same, to the last bit, as what
``training.dataset.cohorts.prepare`` makes of records that stay.
"""

from collections.abc import Callable
from dataclasses import replace

from features.derived_outcomes.derived import chronic_by_day
from features.i18n.text import Bilingual
from features.partitions.feature_tables import EVENTS
from features.partitions.process_memory import give_back_memory
from features.point_in_time.record_index import index_records
from features.progress import Tell
from features.records.records import Records
from training.dataset.cohorts import Cohorts, features_by_date, label_cohorts, require_horizons_over
from training.dataset.record_statistics import RecordStatistics, row_statistics, with_weeks
from training.plan.plan import TrainingPlan


def gather_records(take: Callable[[], Records], plan: TrainingPlan, tell: Tell) -> Cohorts:
    """Gather the children of records at the plan's dates.

    Parameters
    ----------
    take
        Gives the records. Whoever gives them away can have their memory back, if nobody else keeps them.

    Raises
    ------
    Refused
        If a horizon is not over.
    """
    records = take()
    require_horizons_over(plan, records.last_day())
    give_back_memory()  # reading leaves a third more than the records take
    tell(Bilingual("looking for features that know too much", "căutarea indicatorilor care știu prea mult"))
    measured = row_statistics(records, plan)
    tell(Bilingual("sorting the records", "sortarea datelor"))
    kept, index = records.without(*EVENTS), index_records(records)
    del records  # sorted events are all that features need of them
    index = replace(index, records=kept)
    give_back_memory()
    statistics = RecordStatistics([with_weeks(measured, index, plan)])
    tables = [replace(table, snapshot=None) for table in features_by_date(index, plan, tell)]
    chronic = chronic_by_day(index, plan.outcomes, plan.dates)
    del index
    give_back_memory()
    cohorts = label_cohorts(index_records(kept), plan, tables, measured=statistics, chronic=chronic)
    del tables
    give_back_memory()
    return cohorts
