"""Do schools, counties and programmes see what is theirs, and only numbers where no child may be seen?"""

import datetime as dt
import re

import pytest
from django.utils import timezone

from features.errors import Refused
from features.i18n.text import Bilingual
from serving.web.access.models import NamesGranted
from serving.web.access.policy import Role
from serving.web.audit.models import Entry
from serving.web.lists.models import ShownList
from serving.web.plans.models import Measure, Plan
from serving.web.programmes import views
from serving.web.programmes.models import (
    Programme,
    ProgrammeSchool,
    ProgrammeService,
    ProgrammeTarget,
    PublishedNumbers,
)
from serving.web.programmes.numbers.several_schools import helped, in_plans
from serving.web.reviews.models import Decision, Kind
from serving.web.roster.models import Child
from tests.support.serving.two_schools import AS_OF

SCHOOLS, PROGRAMMES, MODEL = "/overview/schools/", "/overview/programmes/", "/overview/model/"
PSEUDONYMS = [f"P{number}" for number in range(1, 10)]


@pytest.fixture
def decided(person):
    """The list of S1 was opened; P1 is in a plan, P3 monitored."""
    director = person(Role.DIRECTOR)
    director.client.get("/list/?k=3")
    first, second = (Child.objects.get(pupil_id=pupil) for pupil in ("P1", "P3"))
    Decision.objects.create(child=second, kind=Kind.AGREED, reason="of course", by=director.user, school_id="S1",
                            class_label="5A", as_of=AS_OF)  # fmt: skip
    plan = Plan.objects.create(child=first, school_id="S1", class_label="5A", owner=director.user, need="lessons",
                               starts_on=AS_OF, made_by=director.user)  # fmt: skip
    Measure.objects.create(plan=plan, code="MENTOR", starts_on=AS_OF)
    plan.steps.create(text="talk", due_on=AS_OF - dt.timedelta(days=3), responsible=director.user)
    return director


@pytest.fixture
def noroc():
    """A programme of S1 and S2."""
    programme = Programme.objects.create(code="noroc", organisation="N", name_ro="Drum", name_en="Way", transitions=[5])
    for school in ("S1", "S2"):
        ProgrammeSchool.objects.create(programme=programme, school_id=school)
    ProgrammeTarget.objects.create(programme=programme, number=650, whom_ro="copii", whom_en="children at risk")
    ProgrammeService.objects.create(
        programme=programme, code="MENTOR", whom="child", words_ro="m", words_en="mentoring"
    )
    return programme


def test_a_director_sees_how_far_the_list_reaches_and_what_is_overdue(decided):
    answer = decided.client.get(SCHOOLS)
    assert answer.status_code == 200
    assert "Of 5 children, 3 are on the last list" in answer.text
    assert "A person has decided about 2 children." in answer.text
    assert '<th scope="row">overdue</th><td class="n">1</td>' in answer.text
    assert Entry.objects.filter(action="school_overview_viewed", school_id="S1").exists()


def test_the_weeks_of_a_class_are_the_hours_its_children_missed(decided):
    """In 5A of S1 three children: P1 missed 10 hours in the week of 13 January, P2 3 in that of 20 January."""
    shown = decided.client.get(SCHOOLS).context["weeks"]
    weeks = {monday: cell.value for monday, cell in zip(shown.mondays, shown.classes[0].cells, strict=True)}
    assert (shown.classes[0].label, shown.classes[0].children, shown.is_share) == ("5A", 3, False)
    assert weeks[dt.date(2025, 1, 13)] == pytest.approx(10 / 3)
    assert weeks[dt.date(2025, 1, 20)] == pytest.approx(1)
    assert weeks[dt.date(2025, 2, 3)] == pytest.approx(4 / 3)
    assert dt.date(2024, 12, 30) not in weeks  # holidays


def test_a_director_sees_a_structure_of_the_school_and_no_other_school(person):
    director = person(Role.DIRECTOR)
    assert "Unul" in director.client.get(SCHOOLS, {"school": "S1R"}).text
    assert director.client.get(SCHOOLS, {"school": "S2"}).status_code == 403
    assert director.client.get(SCHOOLS, {"school": "nowhere"}).status_code == 403


def test_a_form_teacher_sees_the_own_class_only(person):
    answer = person(Role.FORM_TEACHER, class_label="6B").client.get(SCHOOLS)
    assert [row.label for row in answer.context["weeks"].classes] == ["6B"]
    assert answer.context["covered"].enrolled == 2
    assert answer.context["risk"] is None
    assert answer.context["leave_form"] is None


def test_the_list_is_set_beside_what_the_school_alone_would_tell(decided):
    risk = decided.client.get(SCHOOLS).context["risk"]
    assert (risk.scored, risk.listed, risk.of_hundred_elsewhere) == (5, 3, None)  # four schools are too few for a mean
    assert risk.by_lot == pytest.approx(risk.of_hundred / 100 * 3)
    assert risk.on_list.mean >= risk.by_lot


def test_a_coordinator_sees_the_schools_of_the_county_and_no_child(decided, person):
    coordinator = person(Role.COORDINATOR)
    answer = coordinator.client.get(SCHOOLS)
    assert answer.status_code == 200
    assert "Schools of Olt" in answer.text
    assert "Unu" in answer.text
    assert "Nouă" not in answer.text  # of another county
    assert not [pupil for pupil in PSEUDONYMS if re.search(rf"\b{pupil}\b", answer.text)]
    assert not [child for child in Child.objects.all() if child.opaque in answer.text]
    assert all(
        count is None for row in answer.context["together"].rows for count in row.numbers.stages
    )  # all are under five
    assert coordinator.client.get(SCHOOLS, {"county": "IS"}).status_code == 403
    assert Entry.objects.filter(action="county_viewed").count() == 1


def test_a_director_gives_the_county_leave_to_see_names_until_a_day_and_takes_it_back(person):
    director = person(Role.DIRECTOR)
    until = (AS_OF + dt.timedelta(days=30)).isoformat()
    given = director.client.post("/overview/names/", {"school": "S1", "until": until, "why": "a visit"})
    assert given.status_code == 302
    leave = NamesGranted.objects.get(school_id="S1")
    assert Entry.objects.filter(action="names_granted", school_id="S1", why="a visit").exists()
    assert "gave leave" in director.client.get(SCHOOLS).text
    assert director.client.post(f"/overview/names/{leave.pk}/withdraw/").status_code == 302
    leave.refresh_from_db()
    assert leave.withdrawn_at is not None
    assert Entry.objects.filter(action="names_withdrawn", school_id="S1").exists()


@pytest.mark.parametrize("until", ["2020-01-01", "2031-01-01", "soon", ""])
def test_a_leave_without_an_end_in_reach_is_not_given(person, until):
    answer = person(Role.DIRECTOR).client.post("/overview/names/", {"school": "S1", "until": until, "why": "a visit"})
    assert answer.status_code == 422
    assert not NamesGranted.objects.exists()


def test_nobody_gives_leave_for_another_school(person):
    form = {"school": "S2", "until": AS_OF.isoformat(), "why": "mine"}
    assert person(Role.DIRECTOR).client.post("/overview/names/", form).status_code == 403
    assert person(Role.FORM_TEACHER).client.post("/overview/names/", form | {"school": "S1"}).status_code == 403
    leave = NamesGranted.objects.create(school_id="S2", until=AS_OF, given_by="its director")
    assert person(Role.DIRECTOR).client.post(f"/overview/names/{leave.pk}/withdraw/").status_code == 403


def test_a_worker_sees_the_programme_over_its_schools_and_no_child(decided, person, noroc):
    worker = person(Role.NGO_WORKER)
    answer = worker.client.get(PROGRAMMES)
    assert answer.status_code == 200
    assert "650 children at risk" in answer.text
    assert "mentoring" in answer.text
    assert [row.numbers.school_id for row in answer.context["together"].rows] == ["S2", "S1"]  # Doi, Unu
    (changes,) = answer.context["transitions"].rows
    assert [(cell.head, cell.count) for cell in changes] == [("in school", 5)]
    assert "Not shown of children before a change of school: on a list so far, with a plan." in answer.text
    assert not [pupil for pupil in PSEUDONYMS if re.search(rf"\b{pupil}\b", answer.text)]
    assert worker.client.get(PROGRAMMES, {"programme": "iasi"}).status_code == 403
    assert Entry.objects.filter(action="programme_viewed").count() == 1


def test_a_programme_that_nobody_made_is_not_there(person):
    assert person(Role.NGO_WORKER, programme="other").client.get(PROGRAMMES).status_code == 404


def test_the_model_page_says_what_is_predicted_and_who_signed(person):
    now = timezone.now()
    Entry.objects.create(number=1, at=now, who="ana@school.example", action="model_promoted", why="it is better",
                         what={"model_version": "3"}, before="0", digest="1")  # fmt: skip
    answer = person(Role.ANALYST).client.get(MODEL)
    assert answer.status_code == 200
    assert "version 3" in answer.text
    assert "ana@school.example" in answer.text
    assert person(Role.SECRETARY).client.get(MODEL).status_code == 403


@pytest.mark.parametrize("address", [SCHOOLS, PROGRAMMES])
@pytest.mark.parametrize("role", [Role.SECRETARY, Role.AUDITOR, Role.ADMINISTRATOR, Role.ANALYST])
def test_others_do_not_see_overviews(person, role, address):
    assert person(role).client.get(address).status_code == 403


def test_a_form_teacher_is_told_of_the_decisions_of_the_own_class_only(decided, person):
    """Both decided about are of 5A: a decision and a plan."""
    assert person(Role.FORM_TEACHER, class_label="5A").client.get(SCHOOLS).context["covered"].recent == 2
    assert person(Role.FORM_TEACHER, class_label="6B").client.get(SCHOOLS).context["covered"].recent == 0


def test_what_is_shown_of_no_school_is_one_sentence_and_no_column_of_dots(decided, person):
    text = person(Role.COORDINATOR).client.get(SCHOOLS).text
    heads = re.findall(r'<th scope="col"[^>]*>([^<]*)</th>', text)
    assert heads == ["School", "in school", "last list"]
    stages = "listed or added, proposed, monitored, not to be monitored, in plan, closed"
    assert f"Not shown for any school: {stages}." in text
    assert text.count("a dot stands for it") == 1


def test_where_no_list_was_opened_nothing_is_said_to_be_hidden(person):
    text = person(Role.COORDINATOR).client.get(SCHOOLS).text
    assert "lists opened so far: 0." in text
    assert "Not shown for any school" not in text


@pytest.fixture
def a_day(monkeypatch):
    """Let a test be on another day."""

    def be(day):
        monkeypatch.setattr(timezone, "localdate", lambda *_arguments: day)

    return be


def numbers(person, role=Role.COORDINATOR, address=SCHOOLS):
    together = person(role).client.get(address).context["together"]
    return [row.numbers for row in together.rows], together.totals, together.figures


def test_numbers_of_a_county_are_the_same_all_week_and_change_on_monday(decided, person, a_day):
    before = numbers(person)
    plan = Plan.objects.get()
    for number in range(8):
        plan.steps.create(text=f"step {number}", due_on=AS_OF - dt.timedelta(days=3), responsible=decided.user)
    a_day(AS_OF + dt.timedelta(days=6 - AS_OF.weekday()))  # the Sunday
    assert numbers(person) == before
    a_day(AS_OF + dt.timedelta(days=7 - AS_OF.weekday()))
    after = numbers(person)
    assert (before[2]["overdue"], after[2]["overdue"]) == (None, 10)


def test_a_programme_shows_of_a_school_what_its_county_shows(decided, person, noroc, a_day):
    rows, *_ = numbers(person)
    Plan.objects.all().delete()
    ours, *_ = numbers(person, Role.NGO_WORKER, PROGRAMMES)
    assert [row for row in rows if row.school_id in {"S1", "S2"}] == ours


def test_it_does_not_matter_whose_look_makes_the_numbers_of_a_week(decided, person, noroc):
    numbers(person, Role.NGO_WORKER, PROGRAMMES)
    by_worker = PublishedNumbers.objects.get(scope="county OT").content
    PublishedNumbers.objects.all().delete()
    numbers(person)
    assert PublishedNumbers.objects.get(scope="county OT").content == by_worker
    assert by_worker["schools"]


def test_what_is_kept_of_a_week_holds_no_number_under_five(decided, person, noroc):
    numbers(person, Role.NGO_WORKER, PROGRAMMES)
    assert {each.scope for each in PublishedNumbers.objects.all()} == {"county OT", "programme noroc"}

    def counts(value):
        if isinstance(value, dict):
            return [
                each for key, part in value.items() if key not in ("corners", "grade_level") for each in counts(part)
            ]
        return [each for part in value for each in counts(part)] if isinstance(value, list) else [value]

    told = [each for kept in PublishedNumbers.objects.all() for each in counts(kept.content) if isinstance(each, int)]
    assert told
    assert all(each >= 5 and each % 5 == 0 for each in told)


def test_children_of_earlier_lists_are_told_apart_and_all_adds_up(person):
    director = person(Role.DIRECTOR)
    director.client.get("/list/?k=5&as_of=2025-01-10")
    director.client.get("/list/?k=2")
    listed = set(ShownList.objects.get(as_of=AS_OF).places.values_list("child__pupil_id", flat=True))
    ShownList.objects.filter(as_of=AS_OF).update(cohort_size=2)  # as whole as a longer one
    for child in Child.objects.exclude(pupil_id__in=listed).filter(pupil_id__in=("P1", "P2", "P3", "P4", "P5")):
        Decision.objects.create(
            child=child, kind=Kind.AGREED, reason="r", by=director.user, school_id="S1", as_of=AS_OF
        )
    told = " ".join(director.client.get(SCHOOLS).text.split())
    assert "Of 5 children, 2 are on the last list" in told
    assert (
        "3 more, of earlier lists or added, have a decision or a plan. A person has decided about 3 children." in told
    )
    assert '<tr><th scope="row">All</th><td class="n">5</td></tr>' in told


def test_plans_that_never_began_are_counted_as_help_nowhere(person, noroc):
    director = person(Role.DIRECTOR).user
    children = [Child.objects.create(pupil_id=f"Q{n}", school_id="S1", class_label="5A") for n in range(6)]
    for child in children:
        plan = Plan.objects.create(child=child, school_id="S1", owner=director, made_by=director, need="n",
                                   starts_on=AS_OF)  # fmt: skip
        Measure.objects.create(plan=plan, code="MENTOR", starts_on=AS_OF)
    assert (in_plans(["S1"]), helped(["S1"], "MENTOR")) == (5, 5)  # six, to the nearest five
    for state, reason in (("awaits_approval", ""), ("closed", "not_approved"), ("closed", "moved_unapproved")):
        Plan.objects.filter(child__in=children[:2]).update(state=state, closing_reason=reason)
        assert (in_plans(["S1"]), helped(["S1"], "MENTOR")) == (None, None)  # four are too few to say
    Plan.objects.filter(child__in=children[:2]).update(state="closed", closing_reason="moved")
    assert (in_plans(["S1"]), helped(["S1"], "MENTOR")) == (5, 5)


@pytest.mark.parametrize("role", [Role.DIRECTOR, Role.COORDINATOR])
def test_why_nothing_can_be_shown_is_said_in_the_language_of_the_reader(person, monkeypatch, role):
    class Refusing:
        def cohort_at(self, _day):
            raise Refused(Bilingual("There is no model yet.", "Încă nu este niciun model."))

    client = person(role, language="ro").client
    monkeypatch.setattr(views, "ranking_service", Refusing)
    monkeypatch.setattr(views, "_day", lambda: AS_OF)
    answer = client.get(SCHOOLS)
    assert (answer.status_code, "Încă nu este niciun model." in answer.text) == (409, True)
