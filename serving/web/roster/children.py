"""Children looked up by pseudonym or by the id of an address, and made where they are new."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.http import Http404

from serving.web.access.rows import every_row
from serving.web.configuration.erased import ErasedMeanwhileError, erased_among
from serving.web.roster.models import Child

if TYPE_CHECKING:
    from models.ranking.ranked_list import RankedPupil


@every_row()  # a child may have come from a school that the person does not reach
def children_of(pupils: "Iterable[RankedPupil]") -> dict[str, Child]:
    """Return the children of a list by pseudonym; new ones get an id, those who moved their new school and class."""
    listed = {pupil.pupil_id: pupil for pupil in pupils}
    known = {child.pupil_id: child for child in Child.objects.filter(pupil_id__in=listed)}
    new = [
        Child(pupil_id=pupil_id, school_id=pupil.school_id, class_label=pupil.class_label or "")
        for pupil_id, pupil in listed.items() if pupil_id not in known
    ]  # fmt: skip
    if new:
        _require_standing(child.pupil_id for child in new)
        Child.objects.bulk_create(new, ignore_conflicts=True)
    moved = [child for child in known.values() if _place(child) != _place_of(listed[child.pupil_id])]
    for child in moved:
        child.school_id, child.class_label = _place_of(listed[child.pupil_id])
    if moved:
        Child.objects.bulk_update(moved, ["school_id", "class_label"])
    if new:
        known = {child.pupil_id: child for child in Child.objects.filter(pupil_id__in=listed)}
    return known


def child_or_404(opaque: str) -> Child:
    """Return the child of an address; one that is nobody's is answered like one that may not be seen."""
    with every_row():  # where the child is, is compared with the person's reach; what is known of it stays guarded
        found = Child.objects.filter(opaque=opaque).first()
    if found is None:
        raise Http404
    return found


@every_row()  # a child may have come from a school that the person does not reach
def kept_child(pupil_id: str, *, school_id: str, class_label: str) -> Child:
    """Return the child as the pages know it, made or moved to the school and class where it is now."""
    _require_standing([pupil_id])
    child, _ = Child.objects.update_or_create(
        pupil_id=pupil_id, defaults={"school_id": school_id, "class_label": class_label}
    )
    return child


def _require_standing(pupils: Iterable[str]) -> None:
    """Refuse to keep anything of a child who was erased while the records here are still those of before."""
    if erased_among(pupils):
        raise ErasedMeanwhileError


def _place(child: Child) -> tuple[str, str]:
    return child.school_id, child.class_label


def _place_of(pupil: "RankedPupil") -> tuple[str, str]:
    return pupil.school_id, pupil.class_label or ""
