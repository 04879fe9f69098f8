"""The sentences: where, what was found, what was expected, what to do; in both languages, without identity numbers."""

import ast
import re
import string
from collections.abc import Iterator
from pathlib import Path

import pytest

from features.i18n.text import Bilingual
from features.identity_numbers import has_identity_number, redact
from features.schema.messages import MESSAGES
from features.schema.problems import Problem, in_quotes

ROOT = Path(__file__).parents[3]
CNP = "1960101123456"
OLD_LETTERS = set("şţŞŢ")  # with a cedilla, as old keyboards write them
SAYING = {
    "Problem": 0,
    "CellError": 0,
    "problems_at": 1,
    "problems_of_texts": 1,
    "add_problems": 1,
    "WrongCell": 0,
    "_repeated": 2,
    "_stray_ids": 3,
    "Unfit": 0,
    "NoDay": 0,
    "NoList": 0,
    "wrong_cell": 0,
}


def test_a_sentence_says_where_what_was_found_what_was_expected_and_what_to_do():
    problem = Problem("no_such_day", "grades.csv", (2,), "date", in_quotes("2025-02-30"))
    assert problem.sentence("en") == (
        "grades.csv, row 2, column date: found '2025-02-30'; expected a day of the calendar; correct the date."
    )
    assert problem.sentence("ro") == (
        "grades.csv, rândul 2, coloana date: am găsit „2025-02-30”; așteptam o zi care există în calendar; "
        "corectați data."
    )


def test_nothing_found_is_said_as_grammar_wants_it():
    problem = Problem("no_rows", "enrolments.csv")
    assert problem.sentence("en") == "enrolments.csv: found nothing; expected at least one row; add the pupils."
    assert problem.sentence("ro") == "enrolments.csv: nu am găsit nimic; așteptam cel puțin un rând; adăugați elevii."


@pytest.mark.parametrize(
    ("rows", "en", "ro"),
    [
        ((), "a.csv: ", "a.csv: "),
        ((7,), "a.csv, row 7: ", "a.csv, rândul 7: "),
        ((2, 3, 4, 5, 6), "a.csv, rows 2, 3, 4, 5, 6: ", "a.csv, rândurile 2, 3, 4, 5, 6: "),
        ((2, 3, 4, 5, 6, 9), "a.csv, rows 2, 3, 4, 5, 6 and 1 more: ", "a.csv, rândurile 2, 3, 4, 5, 6 și încă 1: "),
        (tuple(range(2, 102)), "rows 2, 3, 4, 5, 6 and 95 more: ", "rândurile 2, 3, 4, 5, 6 și încă 95: "),
    ],
)
def test_up_to_five_rows_are_shown_and_the_others_counted(rows: tuple[int, ...], en: str, ro: str):
    problem = Problem("no_rows", "a.csv", rows)
    assert en in problem.sentence("en")
    assert ro in problem.sentence("ro")


def test_what_a_message_speaks_of_is_said_in_the_language_of_the_sentence():
    problem = Problem("config_value", "prezent.toml", column="a.b", values={"expected": Bilingual("words", "cuvinte")})
    assert problem.sentence("en") == "prezent.toml, key a.b: found nothing; expected words; correct the value."
    assert problem.sentence("ro") == "prezent.toml, cheia a.b: nu am găsit nimic; așteptam cuvinte; corectați valoarea."


@pytest.mark.parametrize("place", ["file", "column", "found", "value"])
@pytest.mark.parametrize("number", [CNP, f"0{CNP}", f"{CNP}{CNP}", f"x{CNP}y", "١٩٦٠١٠١١٢٣٤٥٦"])
def test_no_sentence_repeats_an_identity_number_wherever_it_was(place: str, number: str):
    problem = Problem(
        "unknown_file",
        f"{number}.csv" if place == "file" else "a.csv",
        column=number if place == "column" else "a",
        found=in_quotes(number) if place == "found" else "",
        values={"tables": number if place == "value" else ""},
    )
    assert not has_identity_number(problem.sentence("en") + problem.sentence("ro"))
    assert "[13 digits]" in problem.sentence("en")
    assert "[13 cifre]" in problem.sentence("ro")


def test_twelve_digits_are_no_identity_number():
    assert redact("123456789012") == "123456789012"
    assert redact(f"a {CNP} b {CNP}0") == "a [13 digits] b [13 digits]"
    assert redact("mark 7.666666666666667 of 1759276800000") == "mark 7.666666666666667 of 1759276800000"
    assert redact(CNP, "ro") == "[13 cifre]"


def test_a_long_text_is_shortened_after_its_number_is_hidden():
    assert in_quotes("x" * 60).en == f"'{'x' * 60}'"
    assert in_quotes("x" * 61).en == f"'{'x' * 57}...'"
    assert in_quotes("x" * 50 + CNP).en == f"'{'x' * 50}[13 dig...'"


def test_a_found_text_stays_on_its_line_and_commands_no_screen():
    assert in_quotes("a\r\nb\x1b[2Jc\u2028d") == ("'a  b [2Jc d'", "„a  b [2Jc d”")
    sentence = Problem("unknown_column", "a.csv", column="a\nb", values={"columns": ""}).sentence("en")
    assert "column a b: found" in sentence


def calls() -> Iterator[tuple[str, str, set[str]]]:
    """Yield where each problem is made, its code, and the values that are visibly given to it."""
    sources = [path for package in ("features", "serving") for path in (ROOT / package).rglob("*.py")]
    for path in sources:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            called = getattr(node, "func", None)
            name = getattr(called, "id", "") or getattr(called, "attr", "")
            if name not in SAYING or len(node.args) <= SAYING[name]:
                continue
            for code in constants(node.args[SAYING[name]]):
                dicts = [each for each in ast.walk(node) if isinstance(each, ast.Dict)]
                given = {key.value for each in dicts for key in each.keys if isinstance(key, ast.Constant)}
                keywords = (
                    {each.arg for each in node.keywords if each.arg} if name in ("CellError", "wrong_cell") else set()
                )
                yield f"{path.relative_to(ROOT)}:{node.lineno}", code, given | keywords


def kinds_of_files() -> set[str]:
    """Return the codes that a file gets by what it begins with or holds."""
    tree = ast.parse((ROOT / "features/importers/spreadsheets/files/other_files.py").read_text(encoding="utf-8"))
    texts = (node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str))
    return {text for text in texts if re.fullmatch("sheet_[a-z]+", text)}


def constants(node: ast.expr) -> list[str]:
    branches = [node.body, node.orelse] if isinstance(node, ast.IfExp) else [node]
    return [each.value for each in branches if isinstance(each, ast.Constant)]


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def test_every_problem_that_is_made_has_a_message_and_every_message_is_used():
    assert {code for _, code, _ in calls()} | kinds_of_files() == set(MESSAGES)


def test_both_languages_speak_of_the_same_things():
    for code, message in MESSAGES.items():
        assert placeholders(message.en) == placeholders(message.ro), code


def test_every_place_that_makes_a_problem_gives_what_its_words_speak_of():
    elsewhere = {
        "meaning",
        "choices",
        "or_empty",
        "expected",
        "columns",
        "name",
        "hint",
        "key",
        "guess",
    }  # given by a variable
    for place, code, given in calls():
        assert placeholders(MESSAGES[code].en) - elsewhere <= given, (place, code)


def test_romanian_has_its_own_letters_and_no_sentence_its_own_full_stop():
    for code, message in MESSAGES.items():
        assert not OLD_LETTERS & set(message.ro), code
        for text in message:
            expected, _, do = text.partition("; ")
            for half in (expected, do):
                assert half, f"{code}: what was expected; what to do"
                assert half == half.strip(), code
                assert not half.endswith(".") or half.endswith("..."), code
