"""One invented county for all tests of what is in it: as records, and as the people the records are about."""

import numpy as np
import pandas as pd
import pytest

from features.synthetic import invent_county
from features.synthetic.behaviour.simulation import County, simulate
from features.synthetic.world.school_year import school_year


@pytest.fixture(scope="session")
def county() -> dict[str, pd.DataFrame]:
    """The records of 4,000 pupils in three school years, until July 2026."""
    return invent_county(pupils=4000, years=3, seed=11)


@pytest.fixture(scope="session")
def simulated() -> County:
    """The lives of 4,000 pupils in 20 schools in three school years, before anything is recorded."""
    years = tuple(school_year(first) for first in (2023, 2024, 2025))
    return simulate(np.random.default_rng(9), pupils=4000, schools=20, years=years)
