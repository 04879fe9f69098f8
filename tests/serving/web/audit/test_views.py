"""Is an entry of the log found by what its reader knows: a name, a school, a child, a day?"""

import pytest

from serving.web.access.policy import Role
from serving.web.audit.chain import record
from serving.web.audit.models import Entry


@pytest.fixture
def auditor(person):
    teacher = person(Role.FORM_TEACHER, email="ana@school.example").user
    teacher.name = "Ana Pop"
    teacher.save()
    record(None, "note_added", who="ana@school.example", school_id="S1", pupil_id="P1")
    record(None, "note_added", who="dan@school.example", school_id="S2", pupil_id="P11")
    return person(Role.AUDITOR)


def found(auditor, query: str) -> list[str]:
    page = auditor.client.get(f"/log/?action=note_added&{query}")
    return [entry.who.partition("@")[0] for entry, *_ in page.context["rows"]]


@pytest.mark.parametrize(
    ("query", "who"),
    [("who=ana@", ["ana"]), ("who=pop", ["ana"]), ("school_id=S1", ["ana"]), ("school_id=unu", ["ana"]),
     ("school_id=doi", ["dan"]), ("pupil_id=P1", ["ana"]), ("pupil_id=P11", ["dan"]), ("", ["dan", "ana"]),
     ("who=nobody", []), ("since=2999-01-01", []), ("since=2020-01-01&until=2999-01-01", ["dan", "ana"]),
     ("until=2020-01-01", []), ("since=soon", ["dan", "ana"])],
)  # fmt: skip
def test_entries_are_found_by_parts_of_names_by_a_whole_child_and_by_days(auditor, query, who):
    assert found(auditor, query) == who


def test_nothing_found_is_said_and_the_address_is_shown(auditor):
    assert "Nothing in the log is like that." in auditor.client.get("/log/?who=nobody").text
    assert "127.0.0.1" in auditor.client.get("/log/?action=log_viewed").text


def test_a_role_is_logged_with_its_place_and_its_end(person):
    worker = person(Role.FORM_TEACHER)
    sent = {"role": "coordinator", "county": "olt", "until": "2025-03-01"}
    person(Role.ADMINISTRATOR).client.post(f"/people/{worker.user.pk}/grant/", sent)
    what = Entry.objects.get(action="role_given").what
    assert (what["county"], what["until"]) == ("OT", "2025-03-01")
