"""Has every table, column and code of the records words in both languages, none of which is a code?"""

import re

import pytest

from features.i18n.table_words import cell_value, cell_words, column_words, table_title, table_words, without_codes
from features.i18n.text import LANGUAGES, Language
from features.schema.columns import Column, Table
from features.schema.messages import MESSAGES
from features.schema.tables import TABLES

COLUMNS = [(table, column) for table in TABLES for column in table.readable]


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_tables_have_words(table: Table):
    assert table_words(table.name, "ro") != table.name
    assert table_title(table.name, "ro") != table_title(table.name, "en")


@pytest.mark.parametrize(("table", "column"), COLUMNS, ids=[f"{table.name}.{column.name}" for table, column in COLUMNS])
def test_columns_and_their_choices_have_words(table: Table, column: Column):
    assert column_words(column.name, "ro") != column.name.replace("_", " ")
    for choice in (*column.choices, *(("True", "False", "1", "0") if column.kind == "yes_no" else ())):
        said = {language: cell_words(column.name, choice, language) for language in LANGUAGES}
        assert not any("_" in text for text in said.values())
        own = ("F", "M", "rural", "urban")  # these are words in both
        assert choice in own or cell_value(column.name, choice, "ro") != choice


@pytest.mark.parametrize(("code", "kept"), [
    ("missing_scale", "default_scale"), ("blank_mark", "not_taken"), ("word_not_on_scale", "not_taken"),
    ("mark_of_not_taken", "not_taken"), ("undeclared_codes", "not_recorded"),
    ("undeclared_codes", "docs/how-to/status_codes.md"), ("not_bulk", "(bulk)"),
])  # fmt: skip
def test_what_is_to_be_typed_and_names_of_files_stay(code: str, kept: str):
    for language in LANGUAGES:
        said = MESSAGES[code].said(language)
        assert (kept in said) == (kept in without_codes(said, language))
    assert kept in without_codes(MESSAGES[code].en, "en")


@pytest.mark.parametrize(("language", "text", "expected"), [
    ("ro", "una dintre niciunul (none), unul (one), amândoi (both)", "una dintre niciunul, unul, amândoi"),
    ("ro", "o zi de la 2025-09-08 până la 2025-10-14", "o zi de la 08.09.2025 până la 14.10.2025"),
    ("ro", "În grija cui (guardianship) sau left_on", "În grija cui sau „plecat din”"),
    ("en", "one of both_parents, one_parent", "one of both parents, one parent"),
    ("en", "a date not after today, 2026-07-01", "a date not after today, 2026-07-01"),
    ("ro", "un număr (0 până la 10), de pildă VII B (a șaptea)", "un număr (0 până la 10), de pildă VII B (a șaptea)"),
])  # fmt: skip
def test_a_sentence_is_said_without_codes(language: Language, text: str, expected: str):
    assert without_codes(text, language) == expected
    assert not re.search(r"[a-z]_[a-z]", expected)
