"""Schools to choose from as people look for them: county by county, in each by name."""

from collections.abc import Collection
from itertools import groupby

from features.i18n.alphabet import alphabetical
from features.schema.romania import county_name
from serving.web.configuration.ranking import counties_of_schools, names_of_schools

Alphabetical = tuple[int, ...]


def in_order(schools: Collection[str]) -> tuple[str, ...]:
    """Return schools by county, then by name; after all others those without a county, in each those without a name."""
    counties, names = counties_of_schools(), names_of_schools(schools)

    def place(school: str) -> tuple[bool, Alphabetical, bool, Alphabetical, str]:
        county, name = counties.get(school, ""), names.get(school, "")
        return not county, alphabetical(county_name(county) if county else ""), not name, alphabetical(name), school

    return tuple(sorted(schools, key=place))


def schools_by_county(schools: Collection[str]) -> list[tuple[str, list[str]]]:
    """Return schools in order under the name of their county; under none where all are of one."""
    counties = counties_of_schools()
    found = [(county, list(those)) for county, those in groupby(in_order(schools), lambda each: counties.get(each, ""))]
    if len(found) == 1:
        return [("", found[0][1])]
    return [(county_name(county) if county else "", those) for county, those in found]
