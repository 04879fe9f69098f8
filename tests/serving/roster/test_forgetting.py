"""Does the roster forget a child with all its pseudonyms, and the book of erasures know no one by name?"""

import datetime as dt
import json
from collections.abc import Iterator
from threading import Thread

import pandas as pd
import pytest

from features.errors import Refused
from serving.roster.erasure_book import ErasureBook, OpenErasure
from serving.roster.forgetting import children_of, forget_people, known_people
from serving.roster.roster import Roster, open_roster
from serving.roster.tables import PUPIL_LINKS


@pytest.fixture(params=["sqlite", "postgresql"])
def roster(request, tmp_path) -> Iterator[Roster]:
    """A roster of three children, the first of whom has two more pseudonyms from two transfers."""
    file = f"sqlite:///{tmp_path / 'roster.sqlite'}"
    url = file if request.param == "sqlite" else request.getfixturevalue("postgresql").new_database()
    opened = open_roster(url)
    people = [
        {"school_id": f"S{number}", "pupil_id": f"p{number}", "name": f"Copil Închipuit {number}"}
        for number in (1, 2, 3)
    ]
    opened.keep(pd.DataFrame(people), key_id="k")
    signed = {"signed_by": "Ana", "agreed_by": "Dan", "signed_on": dt.date(2025, 10, 1)}
    with opened.begin() as connection:
        for other in ("p8", "p9"):
            row = {"other_id": other, "pupil_id": "p1", "from_school": "S1", "to_school": "S2", **signed}
            connection.execute(PUPIL_LINKS.insert(), [row])
    yield opened
    opened.engine.dispose()


def test_pseudonyms_that_transfers_link_are_one_child(roster):
    links = roster.links().items()
    assert children_of(["p9"], links) == [{"p1", "p8", "p9"}]
    assert children_of(["p2"], links) == [{"p2"}]
    assert children_of(["p8", "p2", "p1"], links) == [{"p1", "p8", "p9"}, {"p2"}]


def test_names_and_links_of_a_child_go_and_others_stay(roster):
    assert forget_people(roster, {"p1", "p8", "p9"}) == {"names": 1, "links": 2}
    assert roster.links() == {}
    assert known_people(roster, ["p1", "p2", "p3"]) == ["Copil Închipuit 2", "Copil Închipuit 3"]
    assert forget_people(roster, {"p1"}) == {}


def test_the_book_knows_by_hashes_whom_to_leave_out(tmp_path):
    book = ErasureBook(tmp_path / "erasures")
    assert book.left_out(["p1"]) == set()
    book.begin(OpenErasure("erase", "records", ("p1", "p2"), "Ana", "asked"))
    book.leave_out([{"p1"}, {"p2"}])
    assert book.unfinished() == OpenErasure("erase", "records", ("p1", "p2"), "Ana", "asked")
    book.finish({"number": book.next_number()})
    assert book.unfinished() is None
    assert book.next_number() == 2
    assert book.left_out(["p1", "p3"]) == {"p1"}
    assert not any("p1" in path.read_text() for path in book.folder.iterdir())
    assert book.readmit(["p1"]) == 1
    assert book.left_out(["p1", "p2"]) == {"p2"}


@pytest.mark.parametrize("known", ["p1", "p8", " p9 "])
def test_who_knows_one_pseudonym_of_a_child_lets_it_in_under_all(tmp_path, known: str):
    book = ErasureBook(tmp_path / "erasures")
    book.leave_out([{"p1", "p8", "p9"}, {"p2", "p7"}, {"p3"}])
    book.leave_out([{"p8"}])  # completed after the links were deleted
    assert book.pseudonyms_of([known.strip()]) == {"p1", "p8", "p9"}
    assert book.pseudonyms_of(["p3"]) == {"p3"}
    assert book.pseudonyms_of(["p4"]) == {"p4"}
    assert book.readmit(book.pseudonyms_of([known.strip()])) == 3
    assert book.left_out(["p1", "p8", "p9", "p2", "p7", "p3"]) == {"p2", "p7", "p3"}
    assert book.pseudonyms_of([known.strip()]) == {known.strip()}


def test_the_other_pseudonyms_stand_nowhere_in_the_book(tmp_path):
    book = ErasureBook(tmp_path / "erasures")
    book.leave_out([{"pfirstpseudonym", "psecondpseudonym"}])
    written = (book.folder / "left_out.json").read_text()
    assert "first" not in written
    assert b"psecond".hex() not in written
    assert b"pfirst".hex() not in written


def test_a_book_of_before_the_other_pseudonyms_were_kept_is_read(tmp_path):
    book = ErasureBook(tmp_path / "erasures")
    book.leave_out([{"p1", "p2"}])
    path = book.folder / "left_out.json"
    kept = json.loads(path.read_text())
    path.write_text(json.dumps({name: kept[name] for name in ("salt", "digests")}))
    assert book.left_out(["p1", "p3"]) == {"p1"}
    assert book.pseudonyms_of(["p1"]) == {"p1"}
    assert book.readmit(["p1"]) == 1


def test_writers_at_once_lose_no_child(tmp_path):
    folder = tmp_path / "erasures"
    pupils = [[f"p{writer}-{number}" for number in range(10)] for writer in range(4)]

    def write(mine: list[str]) -> None:
        for each in mine:
            ErasureBook(folder).leave_out([{each}])

    writers = [Thread(target=write, args=(mine,)) for mine in pupils]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    everyone = {each for mine in pupils for each in mine}
    assert ErasureBook(folder).left_out(everyone) == everyone


def test_one_erasure_goes_on_at_a_time(tmp_path):
    folder = tmp_path / "erasures"
    with (
        ErasureBook(folder).only_one(),
        pytest.raises(Refused, match="Another erasure goes on"),
        ErasureBook(folder).only_one(),
    ):
        pass
    with ErasureBook(folder).only_one():  # the lock is let go of
        ErasureBook(folder).leave_out([{"p1"}])  # and is not that of the hashes
