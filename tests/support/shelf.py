"""How does a test get registered versions without training? Rows in MLflow's registry, with the tags it needs."""

import datetime as dt
from collections.abc import Iterable

from models.registry.promotion_check import Check, Verdict, check_tags
from models.registry.registry import MODEL_NAME, Registry

NOW = dt.datetime(2026, 2, 3, 10, 15, tzinfo=dt.UTC)
ANA = {"by": "Ana Pop", "reason": "better than the rules", "at": NOW}
ION = {"by": "Ion Rus", "reason": "newer records", "at": NOW + dt.timedelta(days=1)}
OVERRULED = {"overruled_by": "Mia Dan", "overrule_reason": "the school is closing"}


def check(code: str, verdict: Verdict = "passed") -> Check:
    """Return a check whose texts name its code."""
    return Check(code, f"title of {code}", f"titlul {code}", verdict, f"{code} in English.", f"{code} în română.")


def add_version(
    registry: Registry, *, compared_with: str | None = None, checks: Iterable[Check] = (check("calibrated"),)
) -> str:
    """Register a version that holds no model; with no checks it has no such tags, as if others had registered it."""
    if not registry.client.search_registered_models(f"name='{MODEL_NAME}'"):
        registry.client.create_registered_model(MODEL_NAME)
    checks = tuple(checks)
    tags = check_tags(checks, compared_with=compared_with) if checks else {}
    return str(registry.client.create_model_version(MODEL_NAME, "file:///nowhere", tags=tags).version)


def aliased(registry: Registry) -> str | None:
    """Return the version that carries the alias champion in MLflow."""
    return next((each.version for each in registry.versions() if "champion" in each.aliases), None)


def tags_of(registry: Registry, version: str) -> dict[str, str]:
    return dict(next(each.tags for each in registry.versions() if each.version == version))
