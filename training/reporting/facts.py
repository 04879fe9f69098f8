"""What a reader of a report should know of the data, the features and the versions before it."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

import numpy as np

from features.i18n.dates import local_time
from features.records.known_before import standing_records
from models.registry.registry import ModelVersion
from models.risk.model import RiskModel
from training.dataset.cohorts import Cohorts
from training.dataset.record_statistics import RecordStatistics

_SAMPLE = 2000


def about_data(cohorts: Cohorts, statistics: RecordStatistics, fingerprint: str) -> dict[str, Any]:
    """Say how much data there is, from when, and how much of each feature is known."""
    records, first, last = cohorts.index.records, statistics.first_day(), statistics.last_day()
    enrolments = standing_records(records)["enrolments"]
    known = 1 - cohorts.rows.values.isna().mean()
    return {
        "schools": int(enrolments["school_id"].nunique()),
        "pupils": int(enrolments["pupil_id"].nunique()),
        "rows_per_table": {name: rows for name, rows in statistics.rows().items() if name in records.given},
        "first_day": first.isoformat() if first else None,
        "last_day": last.isoformat() if last else None,
        "school_years": sorted(map(str, enrolments["school_year"].unique())),
        "tables": sorted(records.given),
        "invented": records.declared.invented,
        "missing_tables": list(cohorts.missing_tables),
        "coverage": [
            {
                "feature": feature.name, "title_ro": feature.title.ro, "title_en": feature.title.en,
                "group": feature.group, "known": float(known[feature.name]),
            }
            for feature in cohorts.features
        ],
        "fingerprint": fingerprint,
    }  # fmt: skip


def about_features(model: RiskModel, cohorts: Cohorts, *, seed: int) -> list[dict[str, Any]]:
    """Return each feature's share of all reasons, strongest first: of the mean size of contributions in a sample."""
    values = cohorts.rows.values
    sample = values.sample(min(len(values), _SAMPLE), random_state=seed)
    sizes = np.abs(model.risk(sample).contributions).mean(axis=0)
    shares = sizes / max(float(sizes.sum()), 1e-12)
    return [
        {
            "feature": feature.name, "title_ro": feature.title.ro, "title_en": feature.title.en,
            "group": feature.group, "share": float(shares[place]), "can_change": feature.can_change,
        }
        for place in np.argsort(-shares, kind="stable")
        for feature in (cohorts.features[place],)
    ]  # fmt: skip


def about_versions(versions: Sequence[ModelVersion]) -> list[dict[str, Any]]:
    """Return the versions there were before, newest first, with who signed for them."""
    signed = ("outcomes", "promoted_by", "promoted_at", "promoted_reason", "overruled_by")
    return [
        {
            "version": each.version,
            "created": local_time(each.created).date().isoformat(),
            "aliases": list(each.aliases),
            **{name: _said(each.tags.get(name)) for name in signed},
            "promoted_at": _moment(each.tags.get("promoted_at")),
            "recall_within_schools": float(recall)
            if (recall := each.tags.get("lightgbm.recall_within_schools"))
            else None,
        }
        for each in versions
    ]


def _moment(tag: str | None) -> str | None:
    """Return a moment by the clock of the schools; what somebody wrote there by hand stays as it is."""
    said = _said(tag)
    try:
        return f"{local_time(dt.datetime.fromisoformat(said)):%Y-%m-%d %H:%M}" if said else None
    except ValueError:
        return said


def _said(tag: str | None) -> str | None:
    return None if tag in (None, "", "none") else tag
