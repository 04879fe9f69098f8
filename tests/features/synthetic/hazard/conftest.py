"""One harder county for all tests of what is in it: as records, and what is hidden behind them."""

import numpy as np
import pandas as pd
import pytest

from features.synthetic import invent_county
from features.synthetic.hazard import HazardCounty, simulate_hazard
from features.synthetic.world.places import place_of
from features.synthetic.world.school_year import school_year


@pytest.fixture(scope="session")
def harder() -> dict[str, pd.DataFrame]:
    """The records of 4,000 pupils in three school years, until July 2026."""
    return invent_county(pupils=4000, years=3, seed=11, kind="hazard")


@pytest.fixture(scope="session")
def hidden() -> HazardCounty:
    """4,000 pupils of another county in three school years: all that was ever written down, and the hazard."""
    years = tuple(school_year(first) for first in (2023, 2024, 2025))
    return simulate_hazard(np.random.default_rng(9), pupils=4000, schools=20, years=years, place=place_of("OT"))
