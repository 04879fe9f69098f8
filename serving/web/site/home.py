"""The first page: what is to be done."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from serving.web.access.context import who_looks
from serving.web.access.declaration import SignedInRequest, for_signed_in
from serving.web.access.policy import Action


@require_safe
@for_signed_in
def to_do(request: SignedInRequest) -> HttpResponse:
    """Show what is to be done; whoever has no children to look after goes on to the first section of theirs."""
    if request.reach.may(Action.PLAN):
        return render(request, "home.html", {})
    sections = who_looks(request)["sections"]
    if isinstance(sections, list) and sections:
        return redirect(sections[0]["url"])
    return render(request, "no_role.html", {})


@require_safe
@for_signed_in
def no_password(_request: SignedInRequest) -> HttpResponse:
    """Lead whoever has no password here to the page that says so; only an administrator gives a first one."""
    return redirect("mfa_index")
