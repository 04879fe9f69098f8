"""Who may do what, and how far: one table of role, action and scope. What is not in it is refused."""

from collections.abc import Iterable, Mapping
from enum import StrEnum


class Role(StrEnum):
    """What a person is to the children whose pages are opened."""

    FORM_TEACHER = "form_teacher"
    DIRECTOR = "director"
    COUNSELLOR = "counsellor"
    SECRETARY = "secretary"
    COORDINATOR = "coordinator"
    NGO_WORKER = "ngo_worker"
    ANALYST = "analyst"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"


class Action(StrEnum):
    """What can be done with the pages.

    To plan is to add to a plan and to do its steps; to lead it is to make, change, close and hand it over.
    """

    SEE_LIST = "see_list"
    EXPORT_LIST = "export_list"
    SEE_CHILD = "see_child"
    SEE_NAMES = "see_names"
    WRITE_NOTE = "write_note"
    SEE_RESTRICTED_NOTES = "see_restricted_notes"
    REVIEW = "review"
    PLAN = "plan"
    LEAD_PLAN = "lead_plan"
    APPROVE_PLAN = "approve_plan"
    REFER = "refer"
    ANSWER_OBJECTION = "answer_objection"
    IMPORT = "import"
    SEE_REPORTS = "see_reports"
    SEE_AGGREGATES = "see_aggregates"
    SEE_PROGRAMME = "see_programme"
    SEE_MODEL = "see_model"
    READ_LOG = "read_log"
    MANAGE_PEOPLE = "manage_people"
    GRANT_NAMES = "grant_names"


class Scope(StrEnum):
    """How far an action reaches.

    A class, a school with its structures, children of shared plans, the schools of a county that granted names, a
    county, a programme, all.
    """

    OWN_CLASS = "own_class"
    OWN_SCHOOL = "own_school"
    SHARED_PLANS = "shared_plans"
    GRANTED_SCHOOLS = "granted_schools"
    OWN_COUNTY = "own_county"
    OWN_PROGRAMME = "own_programme"
    EVERYTHING = "everything"


_TEACHER = (
    Action.SEE_LIST, Action.SEE_CHILD, Action.SEE_NAMES, Action.WRITE_NOTE, Action.REVIEW, Action.PLAN,
    Action.LEAD_PLAN, Action.SEE_AGGREGATES,
)  # fmt: skip
_COUNSELLOR = (
    *_TEACHER, Action.EXPORT_LIST, Action.SEE_RESTRICTED_NOTES, Action.REFER, Action.ANSWER_OBJECTION, Action.SEE_MODEL,
)  # fmt: skip
_DIRECTOR = (
    *_COUNSELLOR, Action.APPROVE_PLAN, Action.SEE_REPORTS, Action.IMPORT, Action.GRANT_NAMES,
)  # fmt: skip

POLICY: Mapping[Role, Mapping[Action, Scope]] = {
    Role.FORM_TEACHER: dict.fromkeys((*_TEACHER, Action.EXPORT_LIST), Scope.OWN_CLASS) | {
        Action.SEE_MODEL: Scope.EVERYTHING
    },
    Role.COUNSELLOR: dict.fromkeys(_COUNSELLOR, Scope.OWN_SCHOOL) | {Action.SEE_MODEL: Scope.EVERYTHING},
    Role.DIRECTOR: dict.fromkeys(_DIRECTOR, Scope.OWN_SCHOOL) | {Action.SEE_MODEL: Scope.EVERYTHING},
    Role.SECRETARY: dict.fromkeys((Action.IMPORT, Action.SEE_REPORTS, Action.SEE_NAMES), Scope.OWN_SCHOOL),
    Role.COORDINATOR: dict.fromkeys(
        (Action.SEE_LIST, Action.SEE_CHILD, Action.SEE_NAMES), Scope.GRANTED_SCHOOLS
    ) | {Action.SEE_AGGREGATES: Scope.OWN_COUNTY, Action.SEE_MODEL: Scope.EVERYTHING},
    Role.NGO_WORKER: dict.fromkeys(
        (Action.SEE_CHILD, Action.SEE_NAMES, Action.WRITE_NOTE, Action.PLAN), Scope.SHARED_PLANS
    ) | {Action.SEE_PROGRAMME: Scope.OWN_PROGRAMME, Action.SEE_MODEL: Scope.EVERYTHING},
    Role.ANALYST: {Action.SEE_LIST: Scope.EVERYTHING, Action.SEE_MODEL: Scope.EVERYTHING},
    Role.AUDITOR: {Action.READ_LOG: Scope.EVERYTHING},
    Role.ADMINISTRATOR: {Action.MANAGE_PEOPLE: Scope.EVERYTHING},
}  # fmt: skip

# Who sees names or reports proves who they are by a second factor (OME 3896/2023).
SECOND_FACTOR = frozenset(
    role for role, actions in POLICY.items() if {Action.SEE_NAMES, Action.SEE_REPORTS, Action.READ_LOG,
                                                 Action.MANAGE_PEOPLE} & set(actions)
)  # fmt: skip


def scope_of(role: Role, action: Action) -> Scope | None:
    """Return how far a role's action reaches; None where it is not allowed.

    >>> scope_of(Role.SECRETARY, Action.IMPORT), scope_of(Role.SECRETARY, Action.SEE_LIST)
    (<Scope.OWN_SCHOOL: 'own_school'>, None)
    """
    return POLICY[role].get(action)


# Whoever gives the keys, or reads who used them, opens no door to children with the same account.
APART = frozenset({Role.ADMINISTRATOR, Role.AUDITOR})
_OF_CHILDREN = {Action.SEE_LIST, Action.SEE_CHILD, Action.SEE_NAMES}


def not_together(role: Role, held: Iterable[Role]) -> Role | None:
    """Return a role of those that somebody has with which this one may not go; None where it may be given.

    >>> not_together(Role.DIRECTOR, [Role.ANALYST, Role.ADMINISTRATOR])
    <Role.ADMINISTRATOR: 'administrator'>
    >>> not_together(Role.AUDITOR, [Role.ADMINISTRATOR]), not_together(Role.DIRECTOR, [Role.FORM_TEACHER])
    (None, None)
    """
    for each in held:
        one, other = (role, each) if role in APART else (each, role)
        if one in APART and _OF_CHILDREN & set(POLICY[other]):
            return each
    return None


def places_needed(role: Role) -> tuple[str, ...]:
    """Return which places a grant of a role has to name.

    >>> places_needed(Role.FORM_TEACHER), places_needed(Role.AUDITOR)
    (('school_id', 'class_label'), ())
    """
    scopes = set(POLICY[role].values())
    needs = {
        "school_id": bool({Scope.OWN_SCHOOL, Scope.OWN_CLASS} & scopes),
        "class_label": Scope.OWN_CLASS in scopes,
        "county": Scope.OWN_COUNTY in scopes,
        "programme": Scope.OWN_PROGRAMME in scopes,
    }
    return tuple(place for place, needed in needs.items() if needed)
