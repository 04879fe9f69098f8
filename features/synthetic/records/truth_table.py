"""How likely it was, in truth, that each pupil's year ended badly.

No record says so. It is kept beside the records, where no reader of records looks, to measure how far a list is from
the best possible one.
"""

import pandas as pd

from features.synthetic.behaviour.simulation import County
from features.synthetic.world.pupils import pupil_ids


def true_risk(county: County) -> pd.DataFrame:
    """Return one row per pupil and school year: the true risk of a bad outcome, before chance decided.

    Columns: ``pupil_id``, ``school_year``, ``school_id``; ``true_risk`` (probability of any outcome of
    ``year_outcomes.BAD`` in that year), ``visible_risk`` (the same with what the records hide replaced by what they
    say, or by the average where they say nothing), ``untreated_risk`` (had nobody helped), ``supported``, and
    ``support`` (a key of ``interventions.RELIEF``).
    """
    years = [
        pd.DataFrame(
            {
                "pupil_id": pupil_ids(story["pupil"].to_numpy(), county.units),
                "school_year": year.label,
                "school_id": county.units["school_id"].to_numpy()[story["school"]],
                "true_risk": story["risk"],
                "visible_risk": story["visible"],
                "untreated_risk": story["untreated"],
                "supported": story["support"] != "none",
                "support": story["support"],
            }
        )
        for year, story in zip(county.years, county.stories, strict=True)
    ]
    return pd.concat(years, ignore_index=True)
