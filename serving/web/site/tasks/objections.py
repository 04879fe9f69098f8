"""What parents and children have asked and nobody has answered yet, for whoever answers; with the day it is due."""

from django.urls import reverse
from django.utils.translation import gettext

from serving.web.access.declaration import SignedInRequest
from serving.web.access.policy import Action
from serving.web.children.models import Objection
from serving.web.roster.names import names_for
from serving.web.site.tasks.task import Task


def objection_tasks(request: SignedInRequest) -> list[Task]:
    """Return the objections and corrections that wait for an answer of the person; those that are late are told so."""
    reach = request.reach
    if not reach.may(Action.ANSWER_OBJECTION):
        return []
    waiting = Objection.objects.filter(answered_on=None).select_related("child").order_by("raised_on", "pk")
    mine = [
        each for each in waiting.filter(child__school_id__in=reach.schools(Action.ANSWER_OBJECTION))
        if reach.reaches(Action.ANSWER_OBJECTION, school_id=each.child.school_id, class_label=each.child.class_label)
    ]  # fmt: skip
    names = names_for(reach, [each.child for each in mine])
    return [
        Task(
            gettext("%(child)s: an answer is due to a parent or the child, who %(asks)s")
            % {"child": names.get(each.child.pupil_id, each.child.pupil_id), "asks": _asks(each)},
            reverse("children:answer_objection", args=[each.child.opaque, each.opaque]), each.due_on, each.is_late,
        )
        for each in mine
    ]  # fmt: skip


def _asks(objection: Objection) -> str:
    return {
        Objection.Kind.CORRECT: gettext("says that something in the records is wrong"),
        Objection.Kind.OBJECT: gettext("objects to the use of the list"),
        Objection.Kind.ACCESS: gettext("wants to see what is kept"),
    }[Objection.Kind(objection.kind)]
