"""How far a signed-in person's grants reach: the one place where a view asks."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.utils import timezone

from models.viewer import Viewer
from serving.web.access.policy import Action, Role, Scope, scope_of

if TYPE_CHECKING:
    from serving.web.access.models import Grant
    from serving.web.accounts.models import User


@dataclass(frozen=True)
class ClassReach:
    """Children that may be reached: of a school, and of one class of it where ``class_label`` is given."""

    school_id: str
    class_label: str = ""


@dataclass(frozen=True)
class Reach:
    """What a person may do, and with which children.

    ``grants`` are those that hold today; ``structures`` the schools that belong to each legal unit; ``granted`` the
    schools of each county that let its coordinators see names today.
    """

    user: "User"
    grants: "tuple[Grant, ...]"
    today: dt.date
    structures: "dict[str, tuple[str, ...]]"
    granted: "dict[str, tuple[str, ...]]" = field(default_factory=dict)

    def may(self, action: Action) -> bool:
        """Tell whether an action is allowed anywhere."""
        return any(True for _ in self._scopes(action))

    def everything(self, action: Action) -> bool:
        """Tell whether an action is allowed everywhere."""
        return any(scope is Scope.EVERYTHING for scope, _ in self._scopes(action))

    def places(self, action: Action) -> tuple[ClassReach, ...]:
        """Return the schools and classes in which an action is allowed."""
        found = []
        for scope, grant in self._scopes(action):
            if scope is Scope.OWN_SCHOOL:
                found += [ClassReach(school) for school in self._with_structures(grant.school_id)]
            elif scope is Scope.GRANTED_SCHOOLS:
                found += [ClassReach(school) for school in self.granted.get(grant.county, ())]
            elif scope is Scope.OWN_CLASS:
                found.append(ClassReach(grant.school_id, grant.class_label))
        return tuple(dict.fromkeys(found))

    def schools(self, action: Action) -> tuple[str, ...]:
        """Return the schools in which an action is allowed, at least in a class of them."""
        return tuple(dict.fromkeys(place.school_id for place in self.places(action)))

    def belongs_to(self, school_id: str) -> bool:
        """Tell whether the person has a place in a school, or in the legal unit that it is a structure of."""
        return any(grant.school_id and school_id in self._with_structures(grant.school_id) for grant in self.grants)

    def classes(self, action: Action, *, school_id: str) -> tuple[str, ...]:
        """Return the classes of a school in which an action is allowed; none where it is in the whole school."""
        labels = {place.class_label for place in self.places(action) if place.school_id == school_id}
        return () if self.everything(action) or "" in labels else tuple(sorted(labels))

    def counties(self, action: Action) -> tuple[str, ...]:
        """Return the counties in which an action is allowed."""
        return tuple(grant.county for scope, grant in self._scopes(action) if scope is Scope.OWN_COUNTY)

    def programmes(self, action: Action) -> tuple[str, ...]:
        """Return the programmes in which an action is allowed."""
        return tuple(grant.programme for scope, grant in self._scopes(action) if scope is Scope.OWN_PROGRAMME)

    def reaches(self, action: Action, *, school_id: str, class_label: str = "", pupil_id: str = "") -> bool:
        """Tell whether an action is allowed with a child, or with a whole class or school."""
        if self.everything(action):
            return True
        at = [place for place in self.places(action) if place.school_id == school_id]
        if any(not place.class_label or place.class_label == class_label for place in at):
            return True
        return bool(pupil_id) and self._shares(action) and (pupil_id, school_id) in self.shared

    def require(self, action: Action, *, school_id: str, class_label: str = "", pupil_id: str = "") -> None:
        """Refuse, with a page that says nothing of the child, unless an action is allowed with it."""
        if not self.reaches(action, school_id=school_id, class_label=class_label, pupil_id=pupil_id):
            raise PermissionDenied

    def viewer(self, action: Action) -> Viewer:
        """Return who asks the ranking service, and of which schools."""
        schools = None if self.everything(action) else frozenset(self.schools(action))
        return Viewer(self.user.email, schools)

    @cached_property
    def shared(self) -> Mapping[tuple[str, str], int]:
        """The children that schools share with the person today, each with the school that does: the share's number.

        A child who is in another school by now is shared no more, unless that one has taken the plan over.
        """
        held = self.user.shared_children.filter(until__gte=self.today, withdrawn_at=None).order_by("pk")
        return {
            (pupil_id, school_id): pk for pupil_id, school_id, pk in held.values_list("pupil_id", "school_id", "pk")
        }

    @cached_property
    def shared_until(self) -> Mapping[tuple[str, str], dt.date]:
        """The last day on which each child is shared with the person, by child and school."""
        held = self.user.shared_children.filter(until__gte=self.today, withdrawn_at=None).order_by("until")
        return {(pupil_id, school_id): until for pupil_id, school_id, until in held.values_list(
            "pupil_id", "school_id", "until"
        )}  # fmt: skip

    def _shares(self, action: Action) -> bool:
        return any(scope is Scope.SHARED_PLANS for scope, _ in self._scopes(action))

    def _scopes(self, action: Action) -> "Iterator[tuple[Scope, Grant]]":
        for grant in self.grants:
            scope = scope_of(Role(grant.role), action)
            if scope is Scope.GRANTED_SCHOOLS and not self.granted.get(grant.county):
                continue
            if scope is not None:
                yield scope, grant

    def _with_structures(self, school_id: str) -> tuple[str, ...]:
        return (school_id, *self.structures.get(school_id, ()))


def reach_of(user: "User") -> Reach:
    """Return how far the grants of a person reach today."""
    today = timezone.localdate()
    return reach_by(user, [grant for grant in user.grants.all() if grant.until is None or grant.until >= today])


def reach_by(user: "User", grants: "Iterable[Grant]") -> Reach:
    """Return how far some grants of a person reach, each of which holds today."""
    from serving.web.configuration.ranking import structures

    held = tuple(grants)
    counties = {grant.county for grant in held if grant.role == Role.COORDINATOR}
    return Reach(user, held, timezone.localdate(), structures(), _granted(counties) if counties else {})


def _granted(counties: set[str]) -> dict[str, tuple[str, ...]]:
    """Return the schools of these counties that let their coordinators see names today."""
    from serving.web.access.models import NamesGranted
    from serving.web.configuration.ranking import counties_of_schools

    county_of = counties_of_schools()
    found: dict[str, tuple[str, ...]] = {}
    held = NamesGranted.objects.filter(until__gte=timezone.localdate(), withdrawn_at=None)
    for school_id in held.order_by("school_id").values_list("school_id", flat=True).distinct():
        county = county_of.get(school_id, "")
        if county and county in counties:
            found[county] = (*found.get(county, ()), school_id)
    return found
