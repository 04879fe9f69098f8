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


FLOREA = KnownChild("p20", "Florea Ada", "20", 2014, {YEAR: "VI A"}, sex="F")
ZAMFIR = KnownChild("p21", "Zamfir Bogdan", "21", 2014, {YEAR: "VI A"}, sex="M")


@pytest.mark.parametrize(
    ("name", "year", "sex", "is_asked"),
    [
        ("Toma Bogdan", 2013, "", True), ("Toma Bogdan", None, "M", True), ("Toma Bogdan", 2013, "M", True),
        ("Zamfir Bogdan", None, "", True), ("Toma Bogdan", None, "", False), ("Toma Bogdana", 2014, "F", False),
        ("Florea Adam", 2013, "M", False), ("FLOREA ADA-MARIA", 2013, "F", False), ("", 2013, "M", False),
        ("Zamfir Ada", 2014, "F", False),
    ],
)  # fmt: skip
def test_a_number_that_another_child_had_is_asked_about_where_more_than_the_name_is_another(name, year, sex, is_asked):
    person = Person("p20", "VI A", name, "20", year, sex, "p20-otherwise" if name else "")
    known = (*KNOWN, FLOREA, ZAMFIR)
    assert found(person, known=known) == ({}, [("p20", "p20-otherwise")] if is_asked else [])
    told = recognised([person], known, school_year=YEAR, joined=[("p20-otherwise", "p20")])
    assert not told.doubtful


@pytest.mark.parametrize(
    ("label", "number", "year", "sex", "is_asked"),
    [
        ("VI A", "31", 2014, "", True), ("VI A", "31", None, "F", True), ("", "31", 2014, "F", True),
        ("VI A", "020", None, "", False), ("VI A", "31", None, "", False), ("VI A", "31", 2014, "M", False),
        ("VI A", "31", 2013, "F", False), ("VI B", "31", 2014, "F", False),
    ],
)  # fmt: skip
def test_one_name_with_another_number_is_asked_about_where_more_than_the_name_is_the_same(
    label, number, year, sex, is_asked
):
    person = Person("n", label, "Florea Ada", number, year, sex, "n-otherwise")
    same = {"n": "p20"} if number == "020" else {}
    assert found(person, known=(FLOREA, ZAMFIR)) == (same, [("p20", "n")] if is_asked else [])
    assert found(person, known=(FLOREA,), apart=[("n", "p20")])[1] == []


def test_a_number_in_whose_parts_only_zeros_differ_is_asked_about():
    known = KnownChild("p", "Florea Ada", "12/045", None, {YEAR: "VI A"})
    assert found(Person("n", "VI A", "Florea Ada", "12/45"), known=[known]) == ({}, [("p", "n")])
    assert found(Person("n", "VI A", "Florea Ada", "12/450"), known=[known]) == ({}, [])
