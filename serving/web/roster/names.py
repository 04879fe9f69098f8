"""The names of children, for those who may see them."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from serving.web.access.policy import Action
from serving.web.roster.models import Child

if TYPE_CHECKING:
    from serving.web.access.reach import Reach


def names_for(reach: "Reach", children: Iterable[Child]) -> dict[str, str]:
    """Return the names, by pseudonym, of those children whose names may be seen; others stay pseudonyms."""
    allowed = [
        child for child in children
        if reach.reaches(Action.SEE_NAMES, school_id=child.school_id, class_label=child.class_label,
                         pupil_id=child.pupil_id)
    ]  # fmt: skip
    return _kept_names(allowed)


def _kept_names(_children: list[Child]) -> dict[str, str]:
    return {}
