"""Two processes serve one database, and people work at both at the same moment: is all of it kept, once and in the log?

They see a list, decide, plan and bring sheets in, and the records are exchanged between two requests.
"""

import re
from contextlib import ExitStack
from functools import partial

import pytest

from features.store.batches import list_batches
from features.store.database.url import StoreUrl
from tests.support.serving.decided import PLAN
from tests.support.serving.paired_pages import at_once, paired_pages
from tests.support.serving.sheets_sent import ANA, MISSED, workbook
from tests.support.serving.two_schools import AS_OF

DAY = AS_OF.isoformat()
_OF_6B = ["Nucă Vlad", "201", "VI B", ANA[3]], ["Prună Ion", "202", "VI B", ANA[3]]


@pytest.fixture
def records(request, guarded_database, tmp_path):
    """The address of a database of records of the same kind as that of the pages."""
    if guarded_database.startswith("sqlite"):
        return f"sqlite:///{(tmp_path / 'records.sqlite').as_posix()}"
    return request.getfixturevalue("postgresql").new_database()


@pytest.fixture
def pages(guarded_database, records, tmp_path):
    with paired_pages(tmp_path, guarded_database, records) as served:
        yield served


@pytest.fixture
def people(pages):
    """Return the client of a person at one of the two."""
    with ExitStack() as stack:
        yield lambda role, process: stack.enter_context(pages.person(role, process))


def children_of(page):
    return list(dict.fromkeys(re.findall(r"/child/([\w-]+)/", page.text)))


def log_of(people):
    """Return how many entries the log has, all of them as they were written, as both say."""
    verified = [people("auditor", process).get("/log/verify/").text for process in (0, 1)]
    counts = [re.search(r"All (\d+) entries are as they were written", each) for each in verified]
    assert all(counts), verified
    assert int(counts[1][1]) == int(counts[0][1]) + 1  # of the first look
    return int(counts[0][1])


def sent(client, *contents):
    form = {"school": "S1", "exported_on": DAY, "year": "2024-2025"}
    files = [("sheets", ("registru.xlsx", each)) for each in contents]
    answer = client.post("/records/upload/", data=form, files=files)
    assert answer.status_code == 302, answer.text
    return answer.headers["location"]


@pytest.mark.slow
def test_what_two_people_do_at_once_at_two_servers_is_kept_once(people, pages, records):
    require_decisions_and_a_plan(people, pages)
    require_imports(people, records)
    assert log_of(people) > 30


def require_decisions_and_a_plan(people, pages):
    director, counsellor = people("director", 0), people("counsellor", 1)
    both = (director, counsellor)
    lists = at_once(*(partial(each.get, "/list/?k=50") for each in both))
    assert [each.status_code for each in lists] == [200, 200]
    assert children_of(lists[0]) == children_of(lists[1])  # the second found those that the first made
    child = children_of(lists[0])[0]

    decisions = [
        partial(who.post, f"/review/{child}/decide/",
                data={"kind": "agreed", "reason": f"reason {number}", "as_of": DAY})
        for number, who in enumerate(both * 4)
    ]  # fmt: skip
    assert [each.status_code for each in at_once(*decisions)] == [302] * 8
    for who in both:
        assert set(re.findall(r"reason \d", who.get(f"/review/{child}/").text)) == {f"reason {n}" for n in range(8)}

    planned = at_once(*(partial(each.post, f"/plans/new/{child}/", data=PLAN) for each in both))
    assert [each.status_code for each in planned] == [302, 302]
    (plan,) = {each.headers["location"] for each in planned}  # the other was led to it
    version = re.search(r'name="version" value="(\d+)"', director.get(plan).text)[1]
    changed = {"starts_on": DAY, "version": version}
    changes = at_once(
        *(partial(each.post, f"{plan}edit/", data={"need": f"need {n}", **changed}) for n, each in enumerate(both))
    )
    assert sorted(each.status_code for each in changes) == [302, 409]  # whoever came second is shown the change

    pages.exchange_records()
    moved = at_once(*(partial(each.get, "/list/?k=50") for each in both * 2))
    assert [each.status_code for each in moved] == [200] * 4
    assert len({tuple(children_of(each)) for each in moved}) == 1


def require_imports(people, records):
    one, other = (people("secretary", process) for process in (0, 1))
    upload = sent(one, workbook())
    assert "Nucă Ana" in other.get(upload).text  # it waits for both
    brought = at_once(*(partial(each.post, f"{upload}bring-in/") for each in (one, other)))
    assert {each.status_code for each in brought} <= {302, 404}  # who came late finds it brought in
    assert next(each.headers["location"] for each in brought if each.status_code == 302) == "/records/import/1/"
    assert [each.number for each in list_batches(StoreUrl(records))] == [1]

    sheets = workbook(missed=[[*MISSED[:4], 5, "da"]]), workbook(pupils=_OF_6B, missed=[])
    uploads = [sent(each, sheet) for each, sheet in zip((one, other), sheets, strict=True)]
    brought = at_once(
        *(partial(each.post, f"{upload}bring-in/") for each, upload in zip((one, other), uploads, strict=True))
    )
    assert [each.status_code for each in brought] == [302, 302]
    assert sorted(each.headers["location"] for each in brought) == ["/records/import/2/", "/records/import/3/"]
    assert [each.number for each in list_batches(StoreUrl(records))] == [1, 2, 3]
