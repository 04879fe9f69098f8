"""Children looked up by pseudonym or by the id of an address, and made where they are new."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.http import Http404

from serving.web.access.rows import every_row
from serving.web.configuration.erased import ErasedMeanwhileError, erased_among
from serving.web.roster.models import Child
from serving.web.roster.places import as_of_today

if TYPE_CHECKING:
    from models.ranking.ranked_list import RankedPupil
    from serving.web.roster.enrolled import EnrolledChild


@every_row()  # a child of a list of the past may be in a school by now that the person does not reach
def children_of(pupils: "Iterable[RankedPupil]") -> dict[str, Child]:
    """Return the children of a list by pseudonym, each where it is today; new ones get an id."""
    listed = {pupil.pupil_id: pupil for pupil in pupils}
    known = {child.pupil_id: child for child in Child.objects.filter(pupil_id__in=listed)}
    new = [
        as_of_today(Child(pupil_id=pupil_id, school_id=pupil.school_id, class_label=pupil.class_label or ""))
        for pupil_id, pupil in listed.items() if pupil_id not in known
    ]  # fmt: skip
    if new:
        _require_standing(child.pupil_id for child in new)
        Child.objects.bulk_create(new, ignore_conflicts=True)
        known = {child.pupil_id: child for child in Child.objects.filter(pupil_id__in=listed)}
    return {pupil_id: as_of_today(child) for pupil_id, child in known.items()}


@every_row()  # like those of a list
def known_children(pupil_ids: Iterable[str]) -> tuple[Child, ...]:
    """Return some children whom the pages know already, each where it is today."""
    return tuple(as_of_today(child) for child in Child.objects.filter(pupil_id__in=list(pupil_ids)))


def child_or_404(opaque: str) -> Child:
    """Return the child of an address, where it is today; one that is nobody's is answered like one of others."""
    with every_row():  # where the child is, is compared with the person's reach; what is known of it stays guarded
        found = Child.objects.filter(opaque=opaque).first()
    if found is None:
        raise Http404
    return as_of_today(found)


@every_row()  # a child may have come from a school that the person does not reach
def kept_child(enrolled: "EnrolledChild") -> Child:
    """Return a child who is in school today as the pages know it, made where it is new."""
    _require_standing([enrolled.pupil_id])
    place = {"school_id": enrolled.school_id, "class_label": enrolled.class_label}
    child, _ = Child.objects.get_or_create(pupil_id=enrolled.pupil_id, defaults=place)
    return as_of_today(child)


def _require_standing(pupils: Iterable[str]) -> None:
    """Refuse to keep anything of a child who was erased while the records here are still those of before."""
    if erased_among(pupils):
        raise ErasedMeanwhileError
