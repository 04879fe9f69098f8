"""Are children found in what people wrote, however they wrote the names, and nobody else?"""

import pandas as pd
import pytest

from serving.roster.forgetting import NamedPeople, named_people
from serving.roster.roster import open_roster

PEOPLE = NamedPeople(
    frozenset({"p1x"}), frozenset({"Ștefănescu Ana-Maria", "Lia"}), frozenset({"12/345", "7", "2025", "A-17"})
)


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("Ștefănescu Ana-Maria a lipsit", "… a lipsit"),
        ("a lipsit ANA STEFANESCU!", "a lipsit …!"),
        ("Ştefănescu (Ana) și Maria Pop", "… și Maria Pop".replace("… și", "…) și")),
        ("Ana, Maria și Ștefănescu Ion", "… și Ștefănescu Ion"),
        ("Ana Pop și Ștefănescu Ion", "Ana Pop și Ștefănescu Ion"),
        ("Lia, liana și LIA", "…, liana și …"),
        ("p1x, nu p1xy", "…, nu p1xy"),
        ("nr. 12/345, 112/345, A-17", "nr. …, 112/345, …"),
        ("7 absențe în 2025", "7 absențe în 2025"),
        ("Maria Ana Maria", "…"),
        ("", ""),
    ],
)
def test_names_in_any_order_and_spelling_go_and_other_words_stay(text, rest):
    assert PEOPLE.taken_out_of(text) == rest
    assert PEOPLE.are_in(text) == (text != rest)


def test_many_names_are_looked_for_as_each_alone():
    many = NamedPeople(frozenset(), frozenset({"Pop Ion", "Pop Ana", "Ana Dan"}))
    assert many.taken_out_of("Pop Ana Dan și Pop Ion cu Pop Dan") == "… și … cu Pop Dan"


def test_the_roster_says_names_and_numbers_of_every_school(tmp_path):
    roster = open_roster(f"sqlite:///{tmp_path / 'roster.sqlite'}")
    rows = [
        {"school_id": school, "pupil_id": pupil, "name": name, "register_number": number, "contacts": ""}
        for school, pupil, name, number in (
            ("S1", "a", "Pop Ion", "1/2"), ("S2", "a", "Popa Ion", ""), ("S1", "b", "Dan Ana", "3/4"),
        )
    ]  # fmt: skip
    roster.keep(pd.DataFrame(rows), key_id="k")
    found = named_people(roster, ["a"])
    assert (found.names, found.numbers) == ({"Pop Ion", "Popa Ion"}, {"1/2"})
    assert named_people(None, ["a"]).names == frozenset()
