"""What is derived is said with its count, in both languages."""

from features.derived_outcomes.derived_counts import derived_counts
from tests.support.records.two_years import two_years
from tests.support.small_records import index_of

FOUR = ("P1", "P2", "P3", "P4")


def enrolments(*back: str) -> str:
    return two_years(dict.fromkeys(FOUR, 5), back=back)


def test_children_who_did_not_come_back_are_counted_year_by_year():
    (said,) = derived_counts(index_of(None, enrolments=enrolments("P1", "P2")))
    assert said.en.startswith(
        "2 children were enrolled in 2023-2024, are in no school in 2024-2025 and have no outcome: counted as "
        "not_reenrolled."
    )
    assert said.ro.startswith("2 copii înscriși în 2023-2024 nu sunt la nicio școală în 2024-2025 și nu au parcurs")


def test_one_child_is_said_in_the_singular():
    (said,) = derived_counts(index_of(None, enrolments=enrolments("P1", "P2", "P3")))
    assert said.en.startswith("1 child was enrolled in 2023-2024, is in no school in 2024-2025 and has no outcome")
    assert said.ro.startswith("1 copil înscris în 2023-2024 nu este la nicio școală în 2024-2025 și nu are parcurs")


def test_children_who_missed_a_tenth_are_counted_where_it_can_be_said():
    terms = "school_year term starts_on ends_on\n2023-2024 1 2023-09-11 2023-10-06"
    rows = "pupil_id date hours\nP1 2023-09-12 6\nP1 2023-09-13 6\nP2 2023-09-13 6"
    *_, said = derived_counts(index_of(None, enrolments=enrolments(*FOUR), attendance=rows, terms=terms))
    assert said.en.startswith("In 2023-2024, 1 of 4 children missed at least 10 % of their teaching days")
    assert said.ro.startswith(
        "În 2023-2024, copii care au lipsit în cel puțin 10 % din zilele lor de cursuri: 1 din 4;"
    )


def test_nothing_is_said_where_nothing_is_derived():
    assert derived_counts(index_of(None, enrolments=enrolments(*FOUR))) == []


def test_schools_whose_next_year_is_not_in_the_records_are_named() -> None:
    enrolments = [
        {"pupil_id": f"{school}-{year}", "school_id": school, "school_year": f"{year}-{year + 1}",
         "enrolled_on": f"{year}-09-09"}
        for school, years in (("S1", (2024, 2025)), ("S2", (2024, 2025)), ("S3", (2024,))) for year in years
    ]  # fmt: skip
    said = [line.en for line in derived_counts(index_of(enrolments=enrolments)) if "nobody knows" in line.en]
    assert said == [
        "1 school has no enrolments in 2025-2026 (S3): of 1 child enrolled there in 2024-2025 nobody knows who came "
        "back; add the year, or their outcomes."
    ]
    assert not any("nobody knows" in line.en for line in derived_counts(index_of(enrolments=enrolments[:4])))
