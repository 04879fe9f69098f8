"""One child has one pseudonym however a sheet writes it; who may be one child is asked about, never joined."""

import itertools
import re

import pytest

from features.importers.pseudonyms import DoubtfulPair, Person, Pseudonyms, doubtful_pairs, folded_name, register_number

SCHOOL = "0761101234"
OURS, THEIRS = Pseudonyms(b"k" * 32), Pseudonyms(b"l" * 32)


@pytest.mark.parametrize(
    ("written", "same"),
    [("123", " 123 "), ("123", "00123"), ("123", "123.0"), ("123", "123,00"), ("12/3", "12 / 3"), ("i-4", "I–4"),
     ("0", "000"), ("123", "１２３")],
)  # fmt: skip
def test_a_number_is_the_same_however_it_is_written(written: str, same: str):
    assert OURS.of_register(SCHOOL, written) == OURS.of_register(SCHOOL, same)


@pytest.mark.parametrize(("one", "other"), [("12/045", "12/45"), ("123", "124"), ("12-3", "123"), ("123.5", "123")])
def test_other_numbers_are_other_children(one: str, other: str):
    assert OURS.of_register(SCHOOL, one) != OURS.of_register(SCHOOL, other)


@pytest.mark.parametrize(
    "same",
    ["ȘTEFĂNICĂ-ȚURCAN ANA", "Ştefănică-Ţurcan Ana", "stefanica turcan ana", " Ștefănică  Țurcan,Ana ",
     "Ștefănică-Țurcan Ana."],
)  # fmt: skip
def test_a_name_is_the_same_however_it_is_written(same: str):
    name = OURS.of_name(SCHOOL, "Ștefănică-Țurcan Ana", 2012)
    assert OURS.of_name(SCHOOL, same, 2012) == name
    assert OURS.of_name(SCHOOL, same, 2013) != name != OURS.of_name(SCHOOL, same, None)
    assert OURS.of_name(SCHOOL, "Ana Ștefănică-Țurcan", 2012) != name


def test_another_school_or_key_gives_another_pseudonym_and_neither_tells_the_number():
    ids = [each.of_register(school, "123") for each in (OURS, THEIRS) for school in (SCHOOL, "0761105678")]
    assert len({*ids, OURS.of_name(SCHOOL, "123", None)}) == 5
    assert all(re.fullmatch("p[a-z2-7]{19}", each) for each in ids)
    assert OURS.key_id != THEIRS.key_id
    assert "kkk" not in repr(OURS)


def test_folding_and_numbers_are_stable_when_done_twice():
    for text in ("Ștef  Ana-Maria", "ILIE", "d’Aubert", "00123", "I/12 B"):
        assert folded_name(folded_name(text)) == folded_name(text)
        assert register_number(register_number(text)) == register_number(text)


def pair(first: str, second: str, **other: object) -> list[str]:
    people = [Person("p1", "V A", first), Person("p2", "V A", second, **other)]  # type: ignore[arg-type]
    return [each.why.en for each in doubtful_pairs(people)]


@pytest.mark.parametrize(
    ("first", "second", "why"),
    [
        ("NUCĂ ION", "Nucă Ion Mihai", "given name"),
        ("Nucă I. Ana", "Nucă Ana", "given name"),
        ("Nucă A.", "Nuca Ana", "given name"),
        ("Nucă Ana", "Ana Nucă", "order"),
        ("Nucșoara Ana", "Nucşoara Ama", "one letter"),
        ("Nucșoara Ana", "Nucșora Ana", "one letter"),
        ("Nucă Ana", "NUCĂ ANA", "same name"),
    ],
)
def test_two_rows_that_may_be_one_child_are_asked_about(first: str, second: str, why: str):
    assert [why in each for each in pair(first, second)] == [True]
    assert [why in each for each in pair(second, first)] == [True]


@pytest.mark.parametrize(
    ("first", "second"),
    [("Nucă Ana", "Nucă Vlad"), ("Nucă Ana", "Pară Ana"), ("Nucă Ana Maria", "Nucă Ana Ioana"), ("Nucă", "Nucă Ana")],
)
def test_two_children_are_not_asked_about(first: str, second: str):
    assert pair(first, second) == []


def test_register_numbers_years_classes_and_answers_tell_children_apart():
    ana, twin = Person("p1", "V A", "Nucă Ana", "12", 2014), Person("p2", "V A", "Nucă Ana Ioana", "13", 2014)
    assert doubtful_pairs([ana, twin]) == []
    assert pair("Nucă Ana", "Nucă Ana Ioana", birth_year=2013) != []
    older = Person("p3", "V A", "Nucă Ana Ioana", "", 2013)
    assert doubtful_pairs([ana, older]) == []
    assert doubtful_pairs([ana, Person("p2", "V B", "Nucă Ana Ioana")]) == []
    asked = [ana, Person("p2", "V A", "Nucă Ana Ioana")]
    assert len(doubtful_pairs([*asked, *asked])) == 1
    assert doubtful_pairs(asked, answered=[("p2", "p1")]) == []


def test_only_pairs_that_share_a_word_are_compared_and_none_is_left_out():
    names = [f"{family} {given}" for family in ("Nucarul", "Parul", "Prunul") for given in ("Ana", "Anna", "Vlad")]
    people = [Person(f"p{place}", "V A", name) for place, name in enumerate(names)]
    found = {(each.first.name, each.second.name) for each in doubtful_pairs(people)}
    assert found == {
        (one, other)
        for one, other in itertools.combinations(names, 2)
        if one.replace("nn", "n") == other.replace("nn", "n")
    }


def test_two_of_one_name_are_told_apart_by_number_and_year_of_birth():
    young, old = Person("p1", "VI A", "Nucă Ana", birth_year=2014), Person("p2", "VI A", "Nucă Ana", birth_year=2013)
    numbered = Person("p3", "VI A", "Nucă Ana", "17", 2014)
    said = [pair.words() for people in ([young, old], [young, numbered]) for pair in doubtful_pairs(people)]
    assert [each.ro.partition(" pot fi")[0] for each in said] == [
        "Clasa VI A: Nucă Ana (an al nașterii 2014) și Nucă Ana (an al nașterii 2013)",
        "Clasa VI A: Nucă Ana și Nucă Ana (număr matricol 17)",
    ]
    known = DoubtfulPair(old, young, said[0], first_stays=True)
    assert known.words().en.startswith(
        "Class VI A: Nucă Ana (VI A, born in 2013) and Nucă Ana (born in 2014) may be one"
    )
