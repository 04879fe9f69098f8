"""An identity number is a valid CNP that stands alone; digits that only look like one are let through."""

import hashlib
import random
import uuid

import pytest

from features.identity_numbers import has_identity_number, is_identity_number, is_like_a_name, redact

CNP = "1960101123456"


@pytest.mark.parametrize(
    "number",
    [CNP, "2960101123451", "5040229400126", "6231231520018", "7850615700016", "1800101010014", "9991231830010"],
)
def test_a_valid_number_is_one(number: str):
    # the last digit is what the rule of the state's register gives
    rest = sum(int(weight) * int(digit) for weight, digit in zip("279146358279", number, strict=False)) % 11
    assert is_identity_number(number[:12] + str(1 if rest == 10 else rest))


@pytest.mark.parametrize(
    "text",
    [
        "1960101123457",  # check digit
        "0960101123456",  # first digit
        "1961301123456",  # month
        "1960132123456",  # day
        "1960101993456",  # county
        "1759276800000",  # epoch milliseconds of 2025-10-01
        CNP[:12],
        CNP + "0",
        "",
    ],
)
def test_anything_else_of_thirteen_digits_is_none(text: str):
    assert not is_identity_number(text)
    assert not has_identity_number(text)


@pytest.mark.parametrize(
    "text", [CNP, f"elev {CNP}", f"({CNP})", f"elev_{CNP}", f"a;{CNP};b", f"CNP:{CNP}.", f"{CNP}, x"]
)
def test_a_number_that_is_a_word_is_found(text: str):
    assert has_identity_number(text)


@pytest.mark.parametrize("text", [f"a{CNP}", f"{CNP}b", f"0{CNP}", f"0.{CNP}", f"0,{CNP}", f"{CNP}.5", f"7f{CNP}ab"])
def test_within_letters_digits_or_a_fraction_it_is_no_word(text: str):
    assert not has_identity_number(text)


def test_no_pseudonym_made_by_hashing_is_taken_for_one():
    for number in range(20_000):
        assert not has_identity_number(hashlib.sha256(str(number).encode()).hexdigest())
        assert not has_identity_number(hashlib.md5(str(number).encode(), usedforsecurity=False).hexdigest())
        assert not has_identity_number(str(uuid.UUID(int=random.Random(number).getrandbits(128))))


@pytest.mark.parametrize("text", [CNP, f"0{CNP}7", f"x{CNP}y", f"0.{CNP}", f"{CNP}{CNP}"])
def test_no_sentence_shows_one_even_where_it_is_no_word(text: str):
    assert "[13 digits]" in redact(text)
    assert CNP not in redact(text)


@pytest.mark.parametrize("text", ["7.666666666666667", "01999990123456", "1759276800000", "12345678901234567890"])
def test_other_numbers_are_shown_as_they_are(text: str):
    assert redact(text) == text


@pytest.mark.parametrize(
    "text",
    [
        "Popescu Ion",
        "ION POPESCU",
        "Popescu, Ana-Maria",
        "Țîrlea Ștefan",
        "Ionescu I. Maria",
        "O'Brien Ann",
        " Ion  Pop ",
    ],
)
def test_two_words_with_capitals_look_like_a_name(text: str):
    assert is_like_a_name(text)


@pytest.mark.parametrize(
    "text", ["p1", "Elev 12", "Popescu", "S1 VII B", "elev unu", "AB-12 CD", "", "IS000001", "Ion_Pop"]
)
def test_a_pseudonym_does_not_look_like_a_name(text: str):
    assert not is_like_a_name(text)
