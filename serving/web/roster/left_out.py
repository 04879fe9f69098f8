"""What is said of children for whom the list is not used, since a parent or the child objected."""

from collections.abc import Iterable

from django.utils.translation import ngettext

from serving.web.access.policy import Action
from serving.web.access.reach import Reach
from serving.web.roster.models import Child
from serving.web.roster.names import names_for


def left_out_said(reach: Reach, action: Action, children: Iterable[Child], *, named: bool = True) -> str:
    """Count, and name, the children whom the person reaches and a list leaves out; nothing where there are none.

    It is said of all of the school, so that nobody learns from it which place one of them would have.
    """
    reached = [
        child for child in children
        if reach.reaches(action, school_id=child.school_id, class_label=child.class_label)
    ]  # fmt: skip
    if not reached:
        return ""
    said = ngettext(
        "%(n)d child is not on the list because a parent or the child objected to its use",
        "%(n)d children are not on the list because a parent or the child objected to its use",
        len(reached),
    ) % {"n": len(reached)}  # fmt: skip
    if not named:
        return f"{said}."
    names = names_for(reach, reached)
    return f"{said}: {', '.join(sorted(names.get(child.pupil_id, child.pupil_id) for child in reached))}."
