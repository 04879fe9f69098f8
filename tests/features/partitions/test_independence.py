"""When partitions may be worked on one by one as if they had been read together, and what is said when they may not."""

import pytest

from features.errors import Refused
from features.partitions.independence import require_independent
from features.reading.declarations import Declarations
from features.records.records import Records
from tests.support.small_records import declarations, index_of

HEADER = "pupil_id school_id school_year enrolled_on"
CJ = f"""
    {HEADER}
    P1       S1        2024-2025   2024-09-09
    P2       S1        2024-2025   2024-09-09
"""
IS = f"""
    {HEADER}
    P3       S2        2024-2025   2024-09-09
"""
TERMS = """
    school_year term starts_on  ends_on    county
    2024-2025   M1   2024-09-09 2024-10-25 {county}
"""


def partition(enrolments: str, declared: Declarations | None = None, **tables: str) -> Records:
    return index_of(declared, enrolments=enrolments, **tables).records


def refusal(cj: Records, iasi: Records) -> str:
    with pytest.raises(Refused) as refused:
        require_independent({"CJ": cj, "IS": iasi})
    return str(refused.value)


def schools(row: str) -> str:
    return f"school_id county\n{row}"


def test_partitions_of_different_children_and_schools_are_apart():
    require_independent({"CJ": partition(CJ), "IS": partition(IS)})


def test_one_partition_alone_is_apart_whatever_is_in_it():
    require_independent({"CJ": partition(CJ, terms=TERMS.format(county="IS"))})


def test_a_child_in_two_partitions_is_named_and_others_counted():
    moved = f"""
        {HEADER}
        P2       S2        2024-2025   2025-01-08
        P1       S2        2024-2025   2025-01-08
    """
    assert refusal(partition(CJ), partition(moved)).startswith("The pupil 'P1' and 1 more is in CJ and in IS. ")


def test_a_school_in_two_partitions_is_named():
    shared = f"""
        {HEADER}
        P3       S1        2024-2025   2024-09-09
    """
    assert refusal(partition(CJ), partition(shared)).startswith("The school 'S1' is in CJ and in IS. ")


def test_a_school_without_children_counts_too():
    both = [partition(each, schools=schools(row)) for each, row in ((CJ, "S1 CJ\nS2 IS"), (IS, "S2 IS"))]
    assert refusal(*both).startswith("The school 'S2' is in CJ and in IS. ")


def test_a_table_that_only_one_partition_has_is_named():
    grades = "pupil_id date mark scale\nP3 2024-10-01 7 1-10"
    assert refusal(partition(CJ), partition(IS, grades=grades)).startswith("Of CJ and IS, only one has grades;")


def test_partitions_that_declare_different_columns_are_refused():
    declared = declarations({"situation": {"siblings": {"type": "whole", "en": "siblings", "ro": "frați"}}})
    assert "declare different columns" in refusal(partition(CJ), partition(IS, declared))


def test_terms_without_a_county_must_be_the_same_in_all_partitions():
    mine, other = TERMS.format(county="-"), TERMS.format(county="-").replace("10-25", "10-18")
    require_independent({"CJ": partition(CJ, terms=mine), "IS": partition(IS, terms=mine)})
    assert refusal(partition(CJ, terms=mine), partition(IS, terms=other)).startswith("The terms of IS are not those")


def test_each_county_may_have_terms_of_its_own():
    cj = partition(CJ, schools=schools("S1 CJ"), terms=TERMS.format(county="CJ"))
    iasi = partition(IS, schools=schools("S2 IS"), terms=TERMS.format(county="IS").replace("10-25", "10-18"))
    require_independent({"CJ": cj, "IS": iasi})


def test_terms_that_another_partition_gives_for_a_school_are_refused():
    cj = partition(CJ, schools=schools("S1 CJ"), terms=TERMS.format(county="CJ"))
    iasi = partition(IS, schools=schools("S2 IS"), terms=TERMS.format(county="CJ").replace("10-25", "12-20"))
    assert refusal(cj, iasi).startswith("The terms of CJ are not those")
