"""What every page shows of who looks: the sections that this person may open."""

from collections.abc import Mapping

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from serving.web.access.policy import Action
from serving.web.configuration.django_settings import started_with


def who_looks(request: HttpRequest) -> Mapping[str, object]:
    """Return the sections of the pages for the person, the current one marked."""
    reach = getattr(request, "reach", None)
    if reach is None:
        open_id = started_with().open_id
        return {"sections": (), "organisation": open_id.name if open_id else ""}
    known = (
        ("home", _("To do"), Action.PLAN),
        ("lists:list", _("List"), Action.SEE_LIST),
        ("programmes:schools", _("Overview"), Action.SEE_AGGREGATES),
        ("programmes:programmes", _("Programme"), Action.SEE_PROGRAMME),
        ("programmes:model", _("Model"), Action.SEE_MODEL),
        ("plans:plans", _("Plans"), Action.PLAN),
        ("reviews:agreement", _("Decisions"), Action.APPROVE_PLAN),
        ("imports:records", _("Records"), Action.IMPORT),
        ("people:people", _("People"), Action.MANAGE_PEOPLE),
        ("audit:log", _("Log"), Action.READ_LOG),
    )
    sections = [
        {"url": reverse(name), "text": text, "current": request.path.startswith(reverse(name)) if name != "home"
         else request.path == reverse(name)}
        for name, text, action in known if reach.may(action)
    ]  # fmt: skip
    works_outside = reach.may(Action.PLAN) and not reach.may(Action.LEAD_PLAN)
    return {"sections": sections, "roles": reach.grants, "works_outside": works_outside,
            "asks_second_factor": started_with().second_factor}  # fmt: skip
