"""The one door to a child's page: who asks is looked at, and what is shown is put together."""

import datetime as dt
from dataclasses import dataclass
from functools import cached_property

from django.http import Http404
from django.utils import timezone
from django.utils.translation import get_language

from features.i18n.text import Language
from models.ranking.abstention import OBJECTION, CannotSay
from models.ranking.scored_cohort import ScoredCohort
from models.viewer import Viewer
from serving.output.explanation import ExplainedPupil
from serving.web.access.declaration import SignedInRequest
from serving.web.access.policy import Action
from serving.web.children.evidence.records import Evidence, evidence_of
from serving.web.children.models import Objection
from serving.web.children.reasons import explained_child
from serving.web.configuration.ranking import ranking_service
from serving.web.lists.address import first_day, latest_day, read_day
from serving.web.lists.facts import ChildFacts, cohort_facts
from serving.web.roster.children import child_or_404
from serving.web.roster.models import Child
from serving.web.roster.names import names_for


@dataclass(frozen=True)
class OpenedChild:
    """A child as of a day; ``explained`` is None where nothing can be said yet, and ``silence`` says why.

    Of an objection, which is told with its day, it does not.
    """

    child: Child
    name: str
    as_of: dt.date
    facts: ChildFacts | None
    evidence: Evidence | None
    explained: ExplainedPupil | None
    silence: str

    @cached_property
    def left_out(self) -> Objection | None:
        """The objection because of which the list is not used for the child."""
        return self.child.objections.that_hold().order_by("answered_on", "pk").first()


def reached_child(request: SignedInRequest, opaque: str, action: Action) -> Child:
    """Return the child of an address with whom the person may do something; any other is answered as if not there."""
    child = child_or_404(opaque)
    if not request.reach.reaches(
        action, school_id=child.school_id, class_label=child.class_label, pupil_id=child.pupil_id
    ):
        request.hides_child = True
        raise Http404
    return child


def open_child(request: SignedInRequest, opaque: str) -> OpenedChild:
    """Return a child whose page the person may see, as of the day of the address."""
    child = reached_child(request, opaque, Action.SEE_CHILD)
    service, language = ranking_service(), page_language()
    today = timezone.localdate()
    as_of = min(read_day(request.GET.get("as_of")) or first_day(service, today), latest_day(service, today))
    cohort, facts = service.cohort_at(as_of), cohort_facts(service, as_of)
    name = names_for(request.reach, [child]).get(child.pupil_id, child.pupil_id)
    place = facts.places.get(child.pupil_id)
    if place is None:
        return OpenedChild(child, name, as_of, None, None, None, "")
    explained, silence = None, ""
    try:
        explained = explained_child(service.scorer, cohort, _viewer(request, cohort, place), child.pupil_id)
    except CannotSay as said:
        silence = "" if said.child.reason == OBJECTION else " ".join(said.sentences(language))
    evidence = evidence_of(cohort.features, place)
    return OpenedChild(child, name, as_of, facts.of(child.pupil_id), evidence, explained, silence)


def page_language() -> Language:
    """Return the language of the page."""
    return "ro" if get_language() == "ro" else "en"


def _viewer(request: SignedInRequest, cohort: ScoredCohort, place: int) -> Viewer:
    """Return who asks of this child alone, in the school where it was on the day that is asked about."""
    return Viewer(request.user.email, frozenset({str(cohort.features.table.pupils["school_id"].iloc[place])}))
