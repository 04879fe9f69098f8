"""An invented Romanian county or country: records of pupils who never were, to try the program on.

One step after another: the places, their schools, pupils, who sits in which class (rolls), how a year goes for each
pupil, and then the rows a school would write down about it (attendance, marks, family, outcomes).
"""

from features.synthetic.country import write_country
from features.synthetic.county import invent_county, write_county

__all__ = ["invent_county", "write_country", "write_county"]
