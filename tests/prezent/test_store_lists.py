"""Is the list of a county the same, to the last bit, from its folder, from SQLite and from PostgreSQL?"""

import datetime as dt

from prezent.commands.registers.imports.stored_imports import store_folder
from prezent.settings import read_settings
from tests.support.stores import url_of


def test_the_json_of_a_list_is_the_same_from_folder_and_database(database, champion):
    settings = read_settings("en", var=champion.program.var, environment={})
    store_folder(url_of(database), champion.records, settings, "Ana", day=dt.date(2026, 7, 1))
    asked = ("--as-of", "2026-02-02", "--capacity", "25", "--format", "json")
    expected = champion.program.run("rank", champion.records, *asked).stdout
    assert champion.program.run("rank", database, *asked).stdout == expected
