"""The children of a school today, to choose one of."""

from dataclasses import dataclass

from features.days import day_of
from serving.web.access.policy import Action
from serving.web.access.reach import Reach
from serving.web.configuration.ranking import latest_day, record_state
from serving.web.roster.models import Child
from serving.web.roster.names import names_for


@dataclass(frozen=True)
class EnrolledChild:
    """A child of a school, as a person may call it."""

    pupil_id: str
    school_id: str
    class_label: str
    name: str


def enrolled_in(reach: Reach, action: Action, *, school_id: str) -> tuple[EnrolledChild, ...]:
    """Return the children who are in a school today and with whom an action is allowed, by class and name."""
    from features.point_in_time.cohort import cohort_at

    state = record_state()
    if state is None:
        return ()
    cohort = cohort_at(state.index, day_of(latest_day()))
    here = cohort.loc[cohort["school_id"] == school_id, ["pupil_id", "class_label"]]
    children = [
        Child(pupil_id=str(pupil_id), school_id=school_id, class_label=label if isinstance(label, str) else "")
        for pupil_id, label in here.itertuples(index=False)
    ]
    mine = [
        child for child in children
        if reach.reaches(action, school_id=school_id, class_label=child.class_label)
    ]  # fmt: skip
    names = names_for(reach, mine)
    found = [
        EnrolledChild(child.pupil_id, school_id, child.class_label, names.get(child.pupil_id, child.pupil_id))
        for child in mine
    ]
    return tuple(sorted(found, key=lambda each: (each.class_label, each.name)))
