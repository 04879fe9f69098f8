"""What do incidents and tracks come to, by the definition of each feature? Counted slowly and obviously."""

from tests.support.reference.reference import NAN, Compute, Found, Past, Span, minus_others

BRANCHES = {"Teoretică": 1, "vocational": 2, "tehnologică": 3, "profesională": 4}
PROFILES = {"real": 2, "Filologie": 4, "Social Sciences": 4, "ARTS": 6, "Servicii": 8, "tehnic;": 10}
FORMS = {"zi": 1, "seral": 2}


def incidents_in(past: Past, child: Found, span: Span) -> list[Found]:
    known = past.known("incidents", "date")
    return [row for row in known if row["pupil_id"] == child["pupil_id"] and row["day"] in span]


def this_year(past: Past, child: Found) -> list[Found]:
    return incidents_in(past, child, past.this_year(child))


def gravest(past: Past, child: Found) -> float:
    rows = this_year(past, child)
    known = [row["severity"] for row in rows if row["severity"]]
    return max(known) if known else NAN if rows else 0


def of_kind(kind: str) -> Compute:
    return lambda past, child: sum(row["kind"] == kind for row in this_year(past, child))


def named(parts: dict[str, int]) -> Compute:
    return lambda _past, child: next((place for word, place in parts.items() if word in child["track"]), NAN)


def is_intensive(_past: Past, child: Found) -> float:
    return float("intensiv" in child["track"]) if child["track"] else NAN


CONDUCT: dict[str, Compute] = {
    "incidents_60d": lambda past, child: len(incidents_in(past, child, past.last_school_days(child, 60))),
    "incidents_year": lambda past, child: len(this_year(past, child)),
    "incident_severity_year": gravest,
    "incidents_vs_class": lambda past, child: minus_others(
        lambda other: len(this_year(past, other)), child, past.classmates(child)
    ),
    "incidents_fight_year": of_kind("fight"),
    "incidents_chiul_year": of_kind("chiul"),
}

TRACKS: dict[str, Compute] = {
    "track_branch": named(BRANCHES),
    "track_profile": named(PROFILES),
    "track_form": named(FORMS),
    "track_intensive": is_intensive,
}
