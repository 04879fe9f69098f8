"""The database of a demo's pages, made new: people of each role, a programme, lists, decisions and plans."""

import secrets

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils import translation

from serving.web.access.models import ROLES, Grant
from serving.web.access.policy import Role
from serving.web.accounts.models import User
from serving.web.audit.chain import record
from serving.web.demo.decisions import keep_decisions
from serving.web.demo.story import DemoList, DemoStory, WayIn, WaysIn
from serving.web.invented.examples import Example, examples
from serving.web.invented.texts import ONLY_MODEL
from serving.web.lists.models import ShownList, ShownPlace
from serving.web.programmes.models import Programme, ProgrammeSchool, ProgrammeService, ProgrammeTarget
from serving.web.roster.models import Child

DOMAIN = "demo.example"  # nobody's: .example is kept free for examples
BY = "prezent demo"
_NAMES = {  # of trees, in no language of the pages
    Role.DIRECTOR: "Irina Salcie", Role.FORM_TEACHER: "Dan Stejar", Role.COUNSELLOR: "Ioana Mesteacăn",
    Role.SECRETARY: "Elena Tei", Role.COORDINATOR: "Radu Fag", Role.NGO_WORKER: "Mihai Arin",
    Role.ANALYST: "Sorin Brad", Role.AUDITOR: "Vlad Ulm", Role.ADMINISTRATOR: "Oana Plop",
}  # fmt: skip
_PASSWORD_BYTES = 12


def make_demo(story: DemoStory, *, language: str) -> WaysIn:
    """Write everything, and return how to sign in."""
    with transaction.atomic(), translation.override(language):
        password = secrets.token_urlsafe(_PASSWORD_BYTES)
        people = _people(story, make_password(password))
        programme = keep_programme(examples()[story.programme], story.school_ids)
        children = _children(story)
        shown = [_keep_list(each, children) for each in story.lists]
        keep_decisions(shown, programme=programme, people=people, today=story.today)
        record(None, "model_promoted", who="demo", why=str(ONLY_MODEL),
               what={"model_version": story.lists[0].model_version})  # fmt: skip
        record(None, "demo_made", who=BY, what={"programme": story.programme, "schools": len(story.school_ids)})
        ways = tuple(WayIn(str(ROLES[role]), user.email) for role, user in people.items())
    return WaysIn(ways, password)


def keep_programme(example: Example, school_ids: tuple[str, ...]) -> Programme:
    """Keep a programme that comes as an example, over some schools."""
    programme = Programme.objects.create(
        code=example.code, organisation=example.organisation, name_ro=example.name.ro, name_en=example.name.en,
        about_ro=example.about.ro, about_en=example.about.en, transitions=list(example.transitions),
    )  # fmt: skip
    ProgrammeSchool.objects.bulk_create(
        ProgrammeSchool(programme=programme, school_id=school) for school in school_ids
    )  # fmt: skip
    ProgrammeTarget.objects.bulk_create(
        ProgrammeTarget(programme=programme, number=each.number, whom_ro=each.whom.ro, whom_en=each.whom.en)
        for each in example.targets
    )  # fmt: skip
    ProgrammeService.objects.bulk_create(
        ProgrammeService(programme=programme, code=each.code, whom=each.whom, words_ro=each.words.ro,
                         words_en=each.words.en)
        for each in example.services
    )  # fmt: skip
    return programme


def _people(story: DemoStory, password: str) -> dict[Role, User]:
    """Make a person of each role, who has chosen no language; the password is hashed once for all of them."""
    of_school = {"school_id": story.school_id}
    places: dict[Role, dict[str, str]] = {
        Role.DIRECTOR: of_school,
        Role.FORM_TEACHER: of_school | {"class_label": story.class_label},
        Role.COUNSELLOR: of_school,
        Role.SECRETARY: of_school,
        Role.COORDINATOR: {"county": story.county},
        Role.NGO_WORKER: {"programme": story.programme},
        Role.ANALYST: {}, Role.AUDITOR: {}, Role.ADMINISTRATOR: {},
    }  # fmt: skip
    made = {}
    for role, place in places.items():
        user = User(email=f"{role.value.replace('_', '-')}@{DOMAIN}", name=_NAMES[role], language="", password=password)
        user.save()
        Grant.objects.create(user=user, role=role.value, given_by=BY, **place)
        record(None, "person_added", who=BY, what={"person": user.email, "role": role.value})
        made[role] = user
    return made


def _children(story: DemoStory) -> dict[str, Child]:
    listed = {child.pupil_id: child for each in story.lists for child in each.children}
    Child.objects.bulk_create(
        Child(pupil_id=child.pupil_id, school_id=child.school_id, class_label=child.class_label)
        for child in listed.values()
    )  # fmt: skip
    return {child.pupil_id: child for child in Child.objects.all()}


def _keep_list(made: DemoList, children: dict[str, Child]) -> ShownList:
    shown = ShownList.objects.create(
        school_id=made.school_id, as_of=made.as_of, model_version=made.model_version,
        data_fingerprint=made.data_fingerprint, capacity=len(made.children), cohort_size=made.cohort_size,
        is_of_school=True,
    )  # fmt: skip
    ShownPlace.objects.bulk_create(
        ShownPlace(shown=shown, child=children[child.pupil_id], rank=rank, score=child.score,
                   reasons=list(child.reasons))
        for rank, child in enumerate(made.children, start=1)
    )  # fmt: skip
    return shown
