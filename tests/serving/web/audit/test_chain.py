"""Is anything that is done to the log found?"""

import json
from importlib import import_module

import pytest
from django.apps import apps
from django.db import connection

from serving.web.access.policy import Role
from serving.web.audit import heads
from serving.web.audit.chain import ERASED, Fault, digest_of, empty_entries, faults, record, said_numbers
from serving.web.audit.models import Entry


@pytest.fixture
def digests(monkeypatch, tmp_path, committing):
    """An own file of digests, and a log of five entries."""
    path = tmp_path / "digests"
    monkeypatch.setattr(heads, "_path", lambda: path)
    if connection.vendor == "postgresql":  # whoever tampers with it has taken its guard off
        connection.cursor().execute("ALTER TABLE audit_entry NO FORCE ROW LEVEL SECURITY")
    Entry.objects.all()._raw_delete("default")
    for number in range(1, 6):
        record(None, "child_viewed", pupil_id=f"P{number}", school_id="S1", what={"țară": number}, who="ana@x.ro")
    return path


def changed(number, /, **values):
    Entry.objects.filter(number=number).update(**values)


def test_an_untouched_log_is_whole(digests):
    assert list(faults()) == []
    assert Entry.objects.count() == 5


@pytest.mark.parametrize(
    "values",
    [{"who": "ion@x.ro"}, {"pupil_id": ""}, {"what": {}}, {"why": "x"}, {"action": "list_viewed"}, {"address": "::1"},
     {"at": "2020-01-01T00:00:00Z"}, {"school_id": "S2"}, {"digest": "0" * 64}],
)  # fmt: skip
def test_a_changed_entry_is_found(digests, values):
    changed(3, **values)
    assert Fault(3, "changed") in list(faults())


def test_a_changed_entry_with_a_digest_that_fits_is_found(digests):
    entry = Entry.objects.get(number=3)
    entry.who = "ion@x.ro"
    changed(3, who=entry.who, digest=digest_of(entry))
    assert [fault.number for fault in faults()] == [3, 4]


def test_a_removed_entry_is_found(digests):
    Entry.objects.filter(number=3)._raw_delete("default")
    assert list(faults()) == [Fault(3, "missing")]


def test_an_end_that_was_cut_off_is_found(digests):
    Entry.objects.filter(number__gte=5)._raw_delete("default")
    assert list(faults()) == [Fault(5, "missing")]


def test_an_inserted_entry_is_found(digests):
    for number in (5, 4):
        changed(number, number=number + 1)
    third = Entry.objects.get(number=3)
    inserted = Entry(number=4, at=third.at, who="ion@x.ro", action="child_viewed", before=third.digest)
    inserted.digest = digest_of(inserted)
    inserted.save(force_insert=True)
    assert {fault.number for fault in faults()} >= {4, 5}


def test_two_entries_that_changed_places_are_found(digests):
    changed(2, number=9)
    changed(3, number=2)
    changed(9, number=3)
    assert {fault.number for fault in faults()} >= {2, 3}


def test_a_log_that_was_made_anew_is_found_by_the_digests_beside(digests):
    before = "0" * 64
    for entry in Entry.objects.order_by("number"):
        entry.who, entry.before = "ion@x.ro", before
        before = digest_of(entry)
        changed(entry.number, who=entry.who, before=entry.before, digest=before)
    assert [fault.number for fault in faults()] == [1, 2, 3, 4, 5]


def test_digests_that_are_gone_are_found(digests):
    digests.unlink()
    assert list(faults()) == [Fault(5, "unwitnessed")]


def test_an_entry_without_a_line_beside_is_no_fault(digests):
    """As when the power fails between the commit and the line."""
    digests.write_text("".join(digests.read_text().splitlines(keepends=True)[:-1]))
    assert list(faults()) == []


@pytest.mark.parametrize("cut", [1, 40, 65, 66])
def test_a_line_that_a_full_disk_cut_off_is_no_fault_and_spoils_no_other(digests, cut):
    digests.write_bytes(digests.read_bytes()[:-cut])
    assert list(faults()) == []
    record(None, "child_viewed", who="ana@x.ro")
    assert list(faults()) == []
    changed(6, who="ion@x.ro", digest="0" * 64)
    assert Fault(6, "changed") in list(faults())


def test_an_entry_is_never_deleted_by_the_program(digests):
    with pytest.raises(TypeError, match="never deleted"):
        Entry.objects.get(number=1).delete()


def test_the_auditor_is_shown_what_is_wrong(digests, person):
    auditor = person(Role.AUDITOR).client
    changed(3, who="ion@x.ro")
    assert "3: it was changed" in auditor.get("/log/verify/").text


def test_the_log_names_children_by_pseudonym_and_is_read_by_auditors_alone(digests, person):
    assert "P3" in person(Role.AUDITOR).client.get("/log/", {"pupil_id": "P3"}).text
    for role in set(Role) - {Role.AUDITOR}:
        assert person(role).client.get("/log/").status_code == 403, role


def test_an_entry_emptied_by_an_erasure_is_no_fault_and_says_nothing_of_the_child(digests):
    record(None, "note_changed", pupil_id="P3", why="P3 said so", who="ana@x.ro")
    empty_entries([3, 6])
    assert [fault.number for fault in faults()] == [3, 6]
    record(None, ERASED, what={"entries": said_numbers([3, 6])})
    assert list(faults()) == []
    assert not {"P3", "P3 said so"} & set(Entry.objects.values_list("pupil_id", flat=True))
    assert Entry.objects.get(number=6).why == ""


@pytest.mark.parametrize("values", [{"pupil_id": "P4"}, {"why": "x"}, {"salt": "x"}, {"personal": ""}, {"who": "x"}])
def test_an_emptied_entry_that_says_something_again_is_found(digests, values):
    empty_entries([3])
    record(None, ERASED, what={"entries": "3"})
    changed(3, **values)
    assert list(faults()) == [Fault(3, "changed")]


def test_entries_of_before_count_in_the_new_way_and_one_that_was_changed_is_still_found(digests):
    """As an earlier form wrote them: with pseudonym and reason in the digest itself."""
    migration = import_module("serving.web.audit.migrations.0002_erasable")
    before = "0" * 64
    for entry in Entry.objects.order_by("number"):
        entry.before, entry.salt, entry.personal = before, "", ""
        before = migration._former_digest(entry)
        changed(entry.number, before=entry.before, salt="", personal="", digest=before)
    changed(4, who="ion@x.ro")
    migration.seal_anew(apps, connection.schema_editor())
    assert [(fault.number, fault.kind) for fault in faults()] == [(4, "changed")]
    empty_entries([3])
    record(None, ERASED, what={"entries": "3"})
    assert [fault.number for fault in faults()] == [4]


def test_what_was_said_is_kept_as_it_was(digests):
    assert json.dumps(Entry.objects.get(number=2).what) == json.dumps({"țară": 2})
