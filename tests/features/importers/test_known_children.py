"""Are children that sheets name otherwise than before found again, and never taken for another child unasked?"""

from itertools import product

import pytest

from features.importers.known_children import KnownChild, recognised
from features.importers.pseudonyms import Person

YEAR = "2025-2026"
ANA = KnownChild("p-ana", "Nucă Ana", "12", 2012, {YEAR: "VII B"})
ION = KnownChild("p-ion", "Pară Ion", "", None, {YEAR: "VII B"})
VLAD = KnownChild("p-vlad", "Prună Vlad", "14", None, {"2024-2025": "VI B"})
KNOWN = (ANA, ION, VLAD)


def found(*people: Person, known=KNOWN, apart=()) -> tuple[dict[str, str], list[tuple[str, str]]]:
    told = recognised(people, known, school_year=YEAR, apart=apart)
    return dict(told.same), [(pair.first.pupil_id, pair.second.pupil_id) for pair in told.doubtful]


@pytest.mark.parametrize(
    ("person", "known"),
    [
        (Person("n", "VII B", "Nucă Ana"), "p-ana"),
        (Person("n", "", "Nucă Ana"), "p-ana"),
        (Person("n", "VII B", "NUCĂ  ANA"), "p-ana"),
        (Person("n", "VII B", "Nuca Ana", birth_year=2012), "p-ana"),
        (Person("n", "VII B", "Pară Ion", "99"), "p-ion"),
        (Person("n", "VII B", "Pară Ion", "99", 2012), "p-ion"),
        (Person("n", "VII B", "Prună Vlad"), "p-vlad"),
        (Person("n", "VIII A", "Prună Vlad"), "p-vlad"),
        (Person("n", "VIII A", "Nucă-Anca Ana", "0012"), "p-ana"),
    ],
)
def test_one_who_can_only_be_one_known_child_is_that_child(person, known):
    assert found(person) == ({"n": known}, [])


@pytest.mark.parametrize(
    "person",
    [
        Person("n", "VII B", "Nucă Ana", "13"),
        Person("n", "VII A", "Nucă Ana", birth_year=2011),
        Person("n", "VII B", "Cireașă Ema"),
        Person("n", "VII A", "Nucă Ana", "13", 2012),
        Person("n", "VII B", "", "77"),
    ],
)
def test_another_number_year_of_birth_or_name_is_another_child(person):
    assert found(person) == ({}, [])


@pytest.mark.parametrize(
    ("person", "known"),
    [
        (Person("n", "VII A", "Nucă Ana"), "p-ana"),
        (Person("n", "VII B", "Nucă Ana", birth_year=2011), "p-ana"),
        (Person("n", "VII B", "Nucă Ana Maria"), "p-ana"),
        (Person("n", "VII B", "Ana Nucă"), "p-ana"),
        (Person("n", "VII B", "Pară Ian", "99"), "p-ion"),
        (Person("n", "V A", "Pară Ion", "99"), "p-ion"),
    ],
)
def test_a_name_of_another_class_or_nearly_the_same_is_asked_about(person, known):
    assert found(person) == ({}, [(known, "n")])
    assert found(person, apart=[("n", known)]) == ({}, [])
    assert found(person, apart=[(known, "n")]) == ({}, [])


def test_two_of_one_name_are_told_apart_by_their_class_and_else_asked_about():
    namesake = KnownChild("p-other", "Nucă Ana", "40", None, {YEAR: "V A"})
    assert found(Person("n", "V A", "Nucă Ana"), known=(*KNOWN, namesake)) == ({"n": "p-other"}, [])
    assert found(Person("n", "", "Nucă Ana"), known=(*KNOWN, namesake)) == ({}, [("p-ana", "n"), ("p-other", "n")])
    assert found(Person("n", "V A", "Nucă Ana"), Person("p-other", "V A", "Nucă Ana", "40"),
                 known=(*KNOWN, namesake)) == ({}, [("p-ana", "n")])  # fmt: skip


def test_two_children_of_the_sheets_are_never_one_known_child():
    both = Person("n1", "VII B", "Pară Ion", "98"), Person("n2", "VII B", "Pară Ion", "99")
    assert found(*both) == ({}, [("p-ion", "n1"), ("p-ion", "n2")])
    own = Person("p-ana", "VII B", "Nucă Ana", "12")
    assert found(own, Person("n", "VII B", "Nucă Ana")) == ({}, [])


def test_what_was_found_is_told_and_what_cannot_be_found_without_names_too():
    (note,) = recognised([Person("n", "VII B", "Nucă Ana")], KNOWN, school_year=YEAR).notes
    assert note.en.startswith("1 child was found again")
    nameless = [KnownChild(f"p{number}", classes={YEAR: "VII B"}) for number in range(3)]
    people = [Person("p0", "VII B", "Nucă Ana", "12"), *(Person(f"n{each}", "VII B", f"Pară {each}") for each in "ab")]
    told = recognised([*people, Person("n", "V A", "Prună Vlad")], nameless, school_year=YEAR)
    assert not told.same
    assert [note.ro.split(" noi ")[0] for note in told.notes] == ["2 copii"]
    assert recognised(people, (), school_year=YEAR).notes == ()


def test_whatever_is_known_each_child_of_the_sheets_becomes_at_most_one_and_no_two_become_the_same():
    labels, numbers, years = ("VII B", "V A", ""), ("12", "99", ""), (2012, None)
    people = [
        Person(f"n{place}", label, "Nucă Ana", number, year)
        for place, (label, number, year) in enumerate(product(labels, numbers, years))
    ]
    for first, second in product(people, people):
        if first is second:
            continue
        same, doubtful = found(first, second)
        assert len(set(same.values())) == len(same)
        assert not {other for _, other in doubtful} & set(same)
