"""What the school alone would tell, beside what its list tells."""

from dataclasses import dataclass

import numpy as np

from models.ranking.expected_hits import ExpectedHits
from models.ranking.scored_cohort import ScoredCohort

SCHOOLS_ENOUGH = 5  # of fewer, a mean over all would tell of single ones


@dataclass(frozen=True)
class SchoolRisk:
    """How many children the model expects to have the outcome: of a hundred of the school, and on its list.

    ``by_lot`` is how many a list of the same length would hold if it were drawn by lot in the school, which is all that
    is known of a child from the school alone. ``of_hundred_elsewhere`` is that of all schools of the records, None
    where they are too few.
    """

    scored: int
    of_hundred: float
    of_hundred_elsewhere: float | None
    listed: int
    on_list: ExpectedHits
    by_lot: float


def school_risk(cohort: ScoredCohort, school_id: str, *, capacity: int) -> SchoolRisk | None:
    """Return the figures of a school and of its list of so many children; None where nobody is scored."""
    if school_id not in cohort.features.schools:
        return None
    found = cohort.first_of(school_id, capacity)
    if not found.scored:
        return None
    mean = float(cohort.scores[found.ordered].mean())
    everybody = cohort.scores[~np.isnan(cohort.margins)]
    is_enough = len(cohort.features.schools) >= SCHOOLS_ENOUGH
    return SchoolRisk(
        scored=found.scored,
        of_hundred=100 * mean,
        of_hundred_elsewhere=100 * float(everybody.mean()) if is_enough else None,
        listed=found.listed,
        on_list=found.expected,
        by_lot=mean * found.listed,
    )
