"""The cautions that lists of the training's last date would have: a list shows two lines of them, the card says all."""

from collections import Counter
from dataclasses import asdict
from typing import Any

import numpy as np

from features.table.feature_table import FeatureTable
from models.ranking.list_warnings import STALE_RECORDS, ListWarnings
from models.risk.model import RiskModel
from training.dataset.cohorts import Cohorts
from training.metrics.bootstrap import TOO_FEW


def about_cautions(model: RiskModel, cohorts: Cohorts) -> dict[str, Any]:
    """Return what stands on every list of the last date in full, and of how many schools' own lists each kind does.

    No school is named; those of fewer than ``TOO_FEW`` children are in no count. How old the records are is not asked
    where they were not kept: absences and marks are no longer at hand.
    """
    warnings = _list_warnings(model, cohorts)
    unknown = {STALE_RECORDS} if cohorts.measured else set()
    everywhere = [each for each in warnings.of_all() if each.code not in unknown]
    sizes = warnings.table.pupils["school_id"].astype(str).value_counts()
    schools = sorted(sizes.index[sizes >= TOO_FEW])
    own = [
        {each.code for each in warnings.of_school(school)} - {each.code for each in everywhere} - unknown
        for school in schools
    ]
    kinds = Counter(code for codes in own for code in codes)
    return {
        "as_of": warnings.table.as_of.isoformat(),
        "everywhere": [asdict(each) for each in everywhere],
        "schools": len(schools),
        "with_own": sum(map(bool, own)),
        "kinds": [{"code": code, "schools": count} for code, count in kinds.most_common()],
    }


def _list_warnings(model: RiskModel, cohorts: Cohorts) -> ListWarnings:
    last = max(cohorts.plan.dates)
    places = np.flatnonzero((cohorts.pupils["as_of"] == last).to_numpy())
    rows = cohorts.rows.take(places)
    table = FeatureTable(
        as_of=last,
        pupils=cohorts.pupils.iloc[places].reset_index(drop=True),
        values=rows.values,
        rules=rows.rules,
        features=cohorts.features,
        missing_tables=cohorts.missing_tables,
    )
    return ListWarnings(model, table, cohorts.index.records, np.arange(len(places)))
