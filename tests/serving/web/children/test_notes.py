"""Are notes kept, with what they said before, and restricted ones shown to few?"""

import pytest

from serving.web.access.policy import Role
from serving.web.audit.models import Entry
from serving.web.children.models import Note, NoteRevision
from serving.web.roster.models import Child


@pytest.fixture
def child(person) -> Child:
    person(Role.DIRECTOR).client.get("/list/")
    return Child.objects.get(pupil_id="P1")


def write(client, child, text="Talked with the mother.", **more):
    return client.post(f"/child/{child.opaque}/notes/", {"text": text, "kind": "team", **more})


def test_a_note_is_kept_with_its_author_and_logged_without_its_words(person, child):
    teacher = person(Role.FORM_TEACHER)
    assert write(teacher.client, child).status_code == 302
    assert "Talked with the mother." in teacher.client.get(f"/child/{child.opaque}/").text
    entry = Entry.objects.get(action="note_added")
    assert (entry.pupil_id, entry.who) == ("P1", teacher.user.email)
    assert "mother" not in str(entry.what)


def test_an_empty_note_is_asked_for_its_words(person, child):
    assert write(person(Role.DIRECTOR).client, child, text=" ").status_code == 422


def test_a_restricted_note_is_for_those_who_may_read_such(person, child):
    counsellor, teacher = person(Role.COUNSELLOR), person(Role.FORM_TEACHER)
    write(counsellor.client, child, "Hunger at home.", restricted="on")
    assert "Hunger" in person(Role.DIRECTOR).client.get(f"/child/{child.opaque}/").text
    text = teacher.client.get(f"/child/{child.opaque}/").text
    assert "Hunger" not in text
    assert "1 restricted note is not shown to you." in text


def test_who_may_not_read_restricted_notes_cannot_restrict_one(person, child):
    write(person(Role.FORM_TEACHER).client, child, restricted="on")
    assert not Note.objects.get().restricted


def test_a_changed_note_keeps_what_it_said(person, child):
    teacher = person(Role.FORM_TEACHER)
    write(teacher.client, child, "First words.")
    note = Note.objects.get()
    address = f"/child/{child.opaque}/notes/{note.opaque}/"
    assert "First words." in teacher.client.get(address).text
    assert teacher.client.post(address, {"text": "Second words.", "kind": "talk"}).status_code == 302
    note.refresh_from_db()
    assert (note.text, [each.text for each in note.revisions.all()]) == ("Second words.", ["First words."])
    assert "First words." in teacher.client.get(f"/child/{child.opaque}/").text


def test_of_two_changes_at_once_what_the_first_said_is_kept_too(person, child, monkeypatch):
    teacher = person(Role.FORM_TEACHER)
    write(teacher.client, child, "First words.")
    opened = Note.objects.get()
    address = f"/child/{child.opaque}/notes/{opened.opaque}/"
    teacher.client.post(address, {"text": "Second words.", "kind": "team"})
    monkeypatch.setattr("serving.web.children.notes.get_object_or_404", lambda *_what, **_which: opened)
    teacher.client.post(address, {"text": "Third words.", "kind": "team"})
    note = Note.objects.get()
    assert (note.text, [each.text for each in note.revisions.all()]) == (
        "Third words.",
        ["Second words.", "First words."],
    )


def test_a_note_sent_again_unchanged_has_no_revision(person, child):
    teacher = person(Role.FORM_TEACHER)
    write(teacher.client, child, "Words.")
    teacher.client.post(f"/child/{child.opaque}/notes/{Note.objects.get().opaque}/", {"text": "Words.", "kind": "team"})
    assert not NoteRevision.objects.exists()


def test_what_was_said_as_restricted_stays_hidden_when_the_note_is_opened_up(person, child):
    counsellor = person(Role.COUNSELLOR)
    write(counsellor.client, child, "Secret.", restricted="on")
    counsellor.client.post(
        f"/child/{child.opaque}/notes/{Note.objects.get().opaque}/", {"text": "Open.", "kind": "team"}
    )
    text = person(Role.FORM_TEACHER).client.get(f"/child/{child.opaque}/").text
    assert "Open." in text
    assert "Secret." not in text


def test_nobody_changes_anothers_note(person, child):
    write(person(Role.COUNSELLOR).client, child)
    address = f"/child/{child.opaque}/notes/{Note.objects.get().opaque}/"
    assert person(Role.DIRECTOR).client.post(address, {"text": "Mine now", "kind": "team"}).status_code == 404


@pytest.mark.parametrize("place", [{"class_label": "6B"}, {"school": "S2"}])
def test_nobody_writes_about_another_classes_child(person, child, place):
    assert write(person(Role.FORM_TEACHER, **place).client, child).status_code == 404
    assert not Note.objects.exists()


def test_what_a_note_said_cannot_be_deleted(person, child):
    note = Note.objects.create(child=child, author=person(Role.DIRECTOR).user, text="x")
    revision = NoteRevision.objects.create(note=note, text="y", restricted=False)
    with pytest.raises(TypeError, match="stays"):
        revision.delete()


def test_after_a_note_the_page_is_still_of_the_day_on_which_it_was_begun(person, child):
    teacher = person(Role.FORM_TEACHER)
    page = teacher.client.get(f"/child/{child.opaque}/?as_of=2025-02-03").text
    action = f"/child/{child.opaque}/notes/?as_of=2025-02-03"
    assert action in page
    answer = teacher.client.post(action, {"text": "Talked with the mother.", "kind": "team"})
    assert answer["Location"] == f"/child/{child.opaque}/?as_of=2025-02-03"
    edit = f"/child/{child.opaque}/notes/{Note.objects.get().opaque}/?as_of=2025-02-03"
    assert edit in teacher.client.get(answer["Location"]).text
    answer = teacher.client.post(edit, {"text": "Talked with both.", "kind": "team"})
    assert answer["Location"] == f"/child/{child.opaque}/?as_of=2025-02-03"
    assert write(teacher.client, child)["Location"] == f"/child/{child.opaque}/"
