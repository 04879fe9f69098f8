"""Names under pseudonyms: kept for one key, brought up to date by each import, shown only with a line in the log."""

import datetime as dt
import json
import stat
import threading
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pandas as pd
import pytest

from features.errors import OutsideServiceError, Refused, UsageError
from features.importers.pseudonyms import Pseudonyms
from serving.roster.access_log import log_names_shown
from serving.roster.roster import Roster, open_roster
from serving.roster.transfers import Transfer, UndoneTransfer, transfer_pupil, undo_transfer
from tests.support.postgresql import PostgresServer, running_server

KEYS = Pseudonyms(b"k" * 32)
DAY = dt.date(2026, 2, 3)


def people(*rows: tuple[str, str, str]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["school_id", "pupil_id", "name"])


@pytest.fixture
def roster(database: str) -> Roster:
    return open_roster(database)


def test_the_file_is_for_its_owner_alone(tmp_path: Path):
    open_roster(f"sqlite:///{tmp_path / 'roster.sqlite'}")
    assert stat.S_IMODE((tmp_path / "roster.sqlite").stat().st_mode) == 0o600


def test_names_are_kept_and_found_again(roster: Roster, database: str):
    assert roster.made_with is None
    assert roster.keep(people(("A", "p1", "Nucă Ana"), ("A", "p2", "Pară Ion")), key_id=KEYS.key_id) == 2
    again = open_roster(database)
    assert again.names(["p1", "p2", "p3", "p1"]) == {"p1": "Nucă Ana", "p2": "Pară Ion"}
    assert again.made_with == KEYS.key_id


def test_an_import_changes_what_it_says_and_nothing_else(roster: Roster):
    full = people(("A", "p1", "Nucă Ana")).assign(register_number="12", contacts="0722 000 000")
    roster.keep(full, key_id=KEYS.key_id)
    roster.keep(people(("A", "p1", "Nucă Ana Ioana"), ("B", "p1", "Nucă Ana")), key_id=KEYS.key_id)
    assert roster.people_of("A") == [
        {
            "school_id": "A",
            "pupil_id": "p1",
            "name": "Nucă Ana Ioana",
            "register_number": "12",
            "contacts": "0722 000 000",
        }
    ]
    assert [row["contacts"] for row in roster.people_of("B")] == [""]


def test_more_children_than_one_statement_takes(roster: Roster):
    many = people(*((f"S{place % 3}", f"p{place}", f"Nucă {place}") for place in range(1203)))
    assert roster.keep(many, key_id=KEYS.key_id) == roster.keep(many, key_id=KEYS.key_id) == 1203
    assert len(roster.names(many["pupil_id"])) == 1203


def test_an_identity_number_is_not_kept(roster: Roster):
    number = "196010112345" + "6"
    row = people(("A", "p1", "Nucă Ana")).assign(register_number=number, contacts=f"mama, CNP {number}")
    roster.keep(row, key_id=KEYS.key_id)
    assert [(each["register_number"], each["contacts"]) for each in roster.people_of("A")] == [("", "")]


def test_pseudonyms_of_another_key_and_tables_of_a_newer_program_are_refused(roster: Roster, database: str):
    roster.keep(people(("A", "p1", "Nucă Ana")), key_id=KEYS.key_id)
    with pytest.raises(Refused, match="another key"):
        roster.keep(people(("A", "p2", "Pară Ion")), key_id="another")
    assert roster.names(["p2"]) == {}
    from serving.roster.tables import INSTALLATION

    with roster.begin() as connection:
        connection.execute(INSTALLATION.update().where(INSTALLATION.c.name == "version").values(value="99"))
    with pytest.raises(Refused, match="newer Prezent"):
        open_roster(database)


def test_a_roster_of_before_links_could_be_taken_back_is_no_longer_opened_by_its_program(
    roster: Roster, database: str, monkeypatch: pytest.MonkeyPatch
):
    from serving.roster import tables

    roster.keep(people(("A", "p1", "Nucă Ana")), key_id=KEYS.key_id)
    version = tables.INSTALLATION.c.name == "version"
    with roster.begin(write=True) as connection:
        tables.UNDONE_LINKS.drop(connection)
        connection.execute(tables.INSTALLATION.update().where(version).values(value="1"))
    assert open_roster(database).parted() == frozenset()
    assert open_roster(database).names(["p1"]) == {"p1": "Nucă Ana"}
    monkeypatch.setattr(tables, "VERSION", 1)
    with pytest.raises(Refused, match="newer Prezent"):
        open_roster(database)


@pytest.mark.parametrize("url", ["nothing", "oracle9://x", "sqlite:/x"])
def test_what_is_no_address_is_told(url: str):
    with pytest.raises((UsageError, OutsideServiceError), match="roster"):
        open_roster(url)


def test_a_database_that_does_not_answer_is_told_without_its_password(tmp_path: Path):
    with pytest.raises(OutsideServiceError, match="cannot be opened") as error:
        open_roster("postgresql://ana:secret@127.0.0.1:1/roster?connect_timeout=1")
    assert "secret" not in str(error.value)
    with pytest.raises(OutsideServiceError, match="cannot be opened"):
        open_roster(f"sqlite:///{tmp_path / 'nowhere' / 'roster.sqlite'}")
    (tmp_path / "text").write_text("no database, and long enough to be none " * 20)
    with pytest.raises(OutsideServiceError, match="cannot be opened"):
        open_roster(f"sqlite:///{tmp_path / 'text'}")


def signed(**changes: str) -> Transfer:
    fields = {
        "pupil_id": "p1",
        "from_school": "A",
        "to_school": "B",
        "signed_by": "Director A",
        "agreed_by": "Director B",
    }
    return Transfer(**(fields | changes), signed_on=DAY)


def test_a_child_that_moves_goes_on_with_one_story(roster: Roster):
    there = KEYS.of_register("B", "77")
    roster.keep(people(("A", "p1", "Nucă Ana"), ("B", there, "NUCĂ ANA"), ("B", "p9", "Pară Ion")), key_id=KEYS.key_id)
    assert transfer_pupil(roster, KEYS, signed()) == there
    assert roster.links() == {there: "p1"}
    assert Pseudonyms(KEYS.key, roster.links()).of_register("B", " 0077") == "p1"
    assert [(row["pupil_id"], row["name"]) for row in roster.people_of("B")] == [("p1", "NUCĂ ANA"), ("p9", "Pară Ion")]


SEVEN, NINE = KEYS.of_register("B", "7"), KEYS.of_register("B", "9")


def full(*rows: tuple[str, str, str, str]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["school_id", "pupil_id", "name", "register_number"]).assign(contacts="0722")


def in_b(roster: Roster) -> dict[str, tuple[str, str, str]]:
    return {row["pupil_id"]: (row["name"], row["register_number"], row["contacts"]) for row in roster.people_of("B")}


def take_back(roster: Roster, number: str | None = None) -> str:
    return undo_transfer(roster, KEYS, UndoneTransfer("p1", "A", "B", "Director B", "two girls", DAY), number=number)


NOTHING, OF_NINE, OF_SEVEN = ("", "", ""), ("Nucă Ana", "9", "0722"), ("Nucă Ana", "007", "0722")


@pytest.fixture
def linked_twice(roster: Roster) -> Roster:
    """A roster whose child of A was linked with number 9 of B, and then with number 7 of it."""
    rows = [("A", "p1", "Nucă Ana", "1"), ("B", NINE, "Nucă Ana", "9"), ("B", SEVEN, "Nucă Ana", "007")]
    roster.keep(full(*rows), key_id=KEYS.key_id)
    for number in ("9", "7"):
        transfer_pupil(roster, KEYS, signed(), number=number)
    return roster


def test_one_of_two_links_that_is_taken_back_gets_nothing_of_the_other_child(linked_twice: Roster):
    assert take_back(linked_twice, "9") == NINE
    assert in_b(linked_twice) == {"p1": OF_SEVEN, NINE: NOTHING}
    assert take_back(linked_twice) == SEVEN
    assert in_b(linked_twice) == {SEVEN: OF_SEVEN, NINE: NOTHING}


def test_the_link_whose_number_is_known_takes_what_is_its_own_with_it(linked_twice: Roster):
    assert take_back(linked_twice, "7") == SEVEN
    assert in_b(linked_twice) == {"p1": NOTHING, SEVEN: OF_SEVEN}
    take_back(linked_twice)
    assert in_b(linked_twice) == {NINE: NOTHING, SEVEN: OF_SEVEN}


def test_an_import_after_the_second_link_decides_whose_what_is_known_is(linked_twice: Roster):
    linked_twice.keep(full(("B", "p1", "Nucă Ana", "9")), key_id=KEYS.key_id)
    take_back(linked_twice, "7")
    assert in_b(linked_twice) == {"p1": OF_NINE, SEVEN: NOTHING}
    take_back(linked_twice, "9")
    assert in_b(linked_twice) == {NINE: OF_NINE, SEVEN: NOTHING}


def test_what_is_known_without_a_number_is_of_neither_of_two(roster: Roster):
    roster.keep(full(("A", "p1", "Nucă Ana", "1"), ("B", NINE, "Nucă Ana", "")), key_id=KEYS.key_id)
    for number in ("7", "9"):
        transfer_pupil(roster, KEYS, signed(), number=number)
    take_back(roster, "7")
    assert in_b(roster) == {"p1": NOTHING, SEVEN: NOTHING}


@pytest.mark.parametrize("number", ["", "9", "12"])
def test_the_only_link_that_is_taken_back_gets_all_that_is_known_there(roster: Roster, number: str):
    roster.keep(full(("A", "p1", "Nucă Ana", "1"), ("B", NINE, "Nucă Ana", number)), key_id=KEYS.key_id)
    transfer_pupil(roster, KEYS, signed(), number="9")
    take_back(roster)
    assert in_b(roster) == {NINE: ("Nucă Ana", number, "0722")}


def test_a_link_into_another_school_does_not_count(roster: Roster):
    five = KEYS.of_register("C", "5")
    rows = [("A", "p1", "Nucă Ana", "1"), ("B", NINE, "Nucă Ana", "9"), ("C", five, "Nucă Ana", "5")]
    roster.keep(full(*rows), key_id=KEYS.key_id)
    transfer_pupil(roster, KEYS, signed(), number="9")
    transfer_pupil(roster, KEYS, signed(to_school="C"), number="5")
    take_back(roster)
    assert in_b(roster) == {NINE: OF_NINE}
    assert [row["pupil_id"] for row in roster.people_of("C")] == ["p1"]


def test_a_child_is_told_by_its_number_there_before_that_school_was_imported(roster: Roster):
    roster.keep(people(("A", "p1", "Nucă Ana")), key_id=KEYS.key_id)
    assert transfer_pupil(roster, KEYS, signed(), number="77") == KEYS.of_register("B", "77")
    assert [row["name"] for row in roster.people_of("B")] == ["Nucă Ana"]
    assert transfer_pupil(roster, KEYS, signed(from_school="B", to_school="C"), number="5") == KEYS.of_register(
        "C", "5"
    )
    assert set(roster.links().values()) == {"p1"}


@pytest.mark.parametrize(
    ("changes", "number", "words"),
    [
        ({"to_school": "A"}, "7", "the same school"),
        ({"agreed_by": "DIRECTOR a"}, "7", "signed by two people"),
        ({"agreed_by": " "}, "7", "signed by two people"),
        ({"pupil_id": "p9"}, "7", "knows no child p9 in school A"),
        ({}, None, "has 0 children of that name"),
        ({"to_school": "C"}, None, "has 2 children of that name"),
    ],
)
def test_a_transfer_that_is_not_sure_is_refused(
    roster: Roster, changes: dict[str, str], number: str | None, words: str
):
    roster.keep(people(("A", "p1", "Nucă Ana"), ("C", "p5", "Nucă Ana"), ("C", "p6", "Nuca Ana")), key_id=KEYS.key_id)
    with pytest.raises((Refused, UsageError), match=words):
        transfer_pupil(roster, KEYS, signed(**changes), number=number)
    assert roster.links() == {}


def test_a_pseudonym_is_linked_once(roster: Roster):
    roster.keep(people(("A", "p1", "Nucă Ana"), ("A", "p2", "Pară Ion")), key_id=KEYS.key_id)
    transfer_pupil(roster, KEYS, signed(), number="7")
    with pytest.raises(Refused, match="linked already"):
        transfer_pupil(roster, KEYS, signed(pupil_id="p2"), number="7")
    assert roster.links() == {KEYS.of_register("B", "7"): "p1"}


def test_each_showing_of_names_is_a_line_without_a_name(tmp_path: Path):
    when = dt.datetime(2026, 2, 3, 8, 30, tzinfo=dt.UTC)
    for what in ("rank", "explain"):
        log_names_shown(tmp_path, who="secretară\n", when=when, what=what, schools=["B", "A", "B"], children=20)
    lines = (tmp_path / "access.log").read_text(encoding="utf-8").splitlines()
    assert [json.loads(line)["what"] for line in lines] == ["rank", "explain"]
    assert json.loads(lines[0]) == {
        "when": "2026-02-03T08:30:00+00:00", "who": "secretară\n", "what": "rank", "schools": ["A", "B"],
        "children": 20,
    }  # fmt: skip
    assert stat.S_IMODE((tmp_path / "access.log").stat().st_mode) == 0o600


NUMBER = "5130312125" + "789"  # of thirteen digits, with a wrong check digit


@pytest.mark.parametrize(
    "name", [f"Nucă Ana {NUMBER}", f"{NUMBER}, Nucă Ana", f"Nucă ({NUMBER}) Ana", "Nu\u200bcă \u202eAna"]
)
def test_no_thirteen_digits_and_no_unseen_letters_are_kept_in_a_name(roster: Roster, name: str):
    roster.keep(people(("A", "p1", name)), key_id=KEYS.key_id)
    assert roster.names(["p1"])["p1"].replace("() ", "") == "Nucă Ana"


@pytest.mark.parametrize(
    ("former", "new", "is_one"),
    [
        ("Nucă Ana", "NUCA Ana-Maria", True),  # a further given name
        ("Nucă Ana Maria", "Ana Nucă", True),  # in another order
        ("Nucă Ana", "Pară Ion", False),
        ("Nucă Ana", "Nucă Dan", False),  # a brother
        ("", "Pară Ion", True),  # nobody knows
    ],
)
def test_children_of_two_names_are_linked_only_where_whoever_signs_says_so(
    roster: Roster, former: str, new: str, is_one: bool
):
    there = KEYS.of_register("B", "7")
    roster.keep(people(("A", "p1", former), ("B", there, new)), key_id=KEYS.key_id)
    signed = Transfer("p1", "A", "B", f"Popa {NUMBER}", "Sava", DAY)
    if not is_one:
        with pytest.raises(Refused, match="quite another one") as caught:
            transfer_pupil(roster, KEYS, signed, number="7")
        assert new not in str(caught.value)
        assert roster.links() == {}
    assert transfer_pupil(roster, KEYS, signed, number="7", names_differ=not is_one) == there
    assert roster.links() == {there: "p1"}
    with roster.begin() as connection:
        assert NUMBER not in repr(connection.exec_driver_sql("SELECT * FROM pupil_links").all())


# many at once


def at_once(*works: Callable[[], object]) -> list[BaseException]:
    """Do works at the same time; return what went wrong."""
    wrong: list[BaseException] = []
    begin = threading.Barrier(len(works))

    def do(work: Callable[[], object]) -> None:
        begin.wait()
        try:
            work()
        except BaseException as error:
            wrong.append(error)

    threads = [threading.Thread(target=do, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return wrong


def test_a_roster_is_made_once_by_whoever_comes_first(database: str):
    assert at_once(*[partial(open_roster, database)] * 6) == []
    assert open_roster(database).made_with is None


def test_imports_of_the_same_children_at_once_come_one_after_the_other(database: str):
    def keep(number: int) -> None:
        many = people(*(("A", f"p{place}", f"Nucă {place}") for place in range(700)))
        open_roster(database).keep(many.assign(contacts=f"c{number}"), key_id=KEYS.key_id)

    assert at_once(*(partial(keep, number) for number in range(5))) == []
    found = open_roster(database).people_of("A")
    assert (len(found), len({row["contacts"] for row in found})) == (700, 1)


def test_names_are_read_while_somebody_writes(database: str):
    roster = open_roster(database)
    roster.keep(people(("A", "p1", "Nucă Ana")), key_id=KEYS.key_id)
    with roster.begin(write=True):
        assert open_roster(database).names(["p1"]) == {"p1": "Nucă Ana"}


def test_a_server_that_stops_is_told_and_nothing_is_lost_when_it_runs_again(postgresql: PostgresServer):
    with running_server(postgresql.programs) as server:
        roster = open_roster(server.new_database())
        roster.keep(people(("A", "p1", "Nucă Ana")), key_id=KEYS.key_id)
        server.stop()
        with pytest.raises(OutsideServiceError, match="cannot be opened"):
            roster.names(["p1"])
        server.start()
        assert roster.names(["p1"]) == {"p1": "Nucă Ana"}


def test_children_who_were_erased_meanwhile_are_not_kept(database: str):
    roster = open_roster(database)
    both = people(("A", "p1", "Nucă Ana"), ("A", "p2", "Pară Ion"))
    assert roster.keep(both, key_id=KEYS.key_id, left_out=lambda pupils: {"p2"} & set(pupils)) == 1
    assert roster.names(["p1", "p2"]) == {"p1": "Nucă Ana"}
    assert roster.keep(both.iloc[:1], key_id=KEYS.key_id, left_out=set) == 0
