"""Does the roster forget a child with all its pseudonyms, and the book of erasures know no one by name?"""

import datetime as dt
from collections.abc import Iterator

import pandas as pd
import pytest

from serving.roster.erasure_book import ErasureBook, OpenErasure
from serving.roster.forgetting import forget_people, known_people, pseudonyms_linked
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
    assert pseudonyms_linked(roster, ["p9"]) == {"p1", "p8", "p9"}
    assert pseudonyms_linked(roster, ["p2"]) == {"p2"}


def test_names_and_links_of_a_child_go_and_others_stay(roster):
    assert forget_people(roster, {"p1", "p8", "p9"}) == {"names": 1, "links": 2}
    assert roster.links() == {}
    assert known_people(roster, ["p1", "p2", "p3"]) == ["Copil Închipuit 2", "Copil Închipuit 3"]
    assert forget_people(roster, {"p1"}) == {}


def test_the_book_knows_by_hashes_whom_to_leave_out(tmp_path):
    book = ErasureBook(tmp_path / "erasures")
    assert book.left_out(["p1"]) == set()
    book.begin(OpenErasure("erase", "records", ("p1", "p2"), "Ana", "asked"))
    book.leave_out(["p1", "p2"])
    assert book.unfinished() == OpenErasure("erase", "records", ("p1", "p2"), "Ana", "asked")
    book.finish({"number": book.next_number()})
    assert book.unfinished() is None
    assert book.next_number() == 2
    assert book.left_out(["p1", "p3"]) == {"p1"}
    assert not any("p1" in path.read_text() for path in book.folder.iterdir())
    assert book.readmit(["p1"]) == 1
    assert book.left_out(["p1", "p2"]) == {"p2"}
