"""A harder invented county: a hidden monthly hazard of leaving, of which the records tell little, late and unevenly."""

from features.synthetic.hazard.county import HazardCounty, simulate_hazard

__all__ = ["HazardCounty", "simulate_hazard"]
