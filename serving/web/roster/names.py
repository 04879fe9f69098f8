"""The names of children, for those who may see them."""

from collections.abc import Iterable
from functools import cache
from typing import TYPE_CHECKING

from serving.web.access.policy import Action
from serving.web.configuration.django_settings import started_with
from serving.web.roster.models import Child

if TYPE_CHECKING:
    from serving.roster.roster import Roster
    from serving.web.access.reach import Reach


def names_for(reach: "Reach", children: Iterable[Child]) -> dict[str, str]:
    """Return the names, by pseudonym, of those children whose names may be seen; others stay pseudonyms."""
    listed = list(children)
    classes = {
        place for place in {(child.school_id, child.class_label) for child in listed}
        if reach.reaches(Action.SEE_NAMES, school_id=place[0], class_label=place[1])
    }  # fmt: skip
    allowed = [
        child for child in listed
        if (child.school_id, child.class_label) in classes
        or reach.reaches(Action.SEE_NAMES, school_id=child.school_id, pupil_id=child.pupil_id)
    ]  # fmt: skip
    return _kept_names(allowed)


def _kept_names(children: list[Child]) -> dict[str, str]:
    """Return the names that the roster has; it is asked once for all children of a page."""
    url = started_with().roster
    if url is None or not children:
        return {}
    return _roster(url).names(child.pupil_id for child in children)


@cache
def _roster(url: str) -> "Roster":
    """Open the roster once in this process: its tables are looked at, and connections are kept."""
    from serving.roster.roster import open_roster

    return open_roster(url)
