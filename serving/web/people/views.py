"""People and their ways in, for administrators; and the page on which an invited person sets a password."""

from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from serving.web.access.declaration import SignedInRequest, for_anybody, for_signed_in, requires
from serving.web.access.models import ApiToken, Grant
from serving.web.access.policy import Action
from serving.web.access.tokens import open_tokens
from serving.web.accounts.invitations import DAYS, accept, invite, invited
from serving.web.accounts.middleware import speak_to
from serving.web.accounts.models import User
from serving.web.audit.chain import record
from serving.web.people.by_machine import close_tokens, said_of_grant
from serving.web.people.forms import GrantForm, PasswordForm, PersonForm
from serving.web.people.places import doubts
from serving.web.roster.classes import unknown_class


@require_safe
@requires(Action.MANAGE_PEOPLE)
def people(request: SignedInRequest) -> HttpResponse:
    """Show everybody with an account, and their roles."""
    users = User.objects.prefetch_related("grants").order_by("email")
    return render(request, "people/people.html", {"people": users, "form": PersonForm()})


@require_POST
@requires(Action.MANAGE_PEOPLE)
def add(request: SignedInRequest) -> HttpResponse:
    """Make an account and show its way in once."""
    form = PersonForm(request.POST)
    if not form.is_valid():
        users = User.objects.prefetch_related("grants").order_by("email")
        return render(request, "people/people.html", {"people": users, "form": form}, status=422)
    with transaction.atomic():
        user = User.objects.create_user(form.cleaned_data["email"], name=form.cleaned_data["name"])
        user.language = form.cleaned_data["language"]
        user.save()
        record(request, "person_added", what={"person": user.email})
    return redirect("people:person", user.pk)


@require_safe
@requires(Action.MANAGE_PEOPLE)
def person(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show a person's roles, with the forms to change them."""
    user = get_object_or_404(User, pk=pk)
    return render(request, "people/person.html", {
        "person": user, "form": GrantForm(person=user), "keys": open_tokens(user),
    })  # fmt: skip


@require_POST
@requires(Action.MANAGE_PEOPLE)
def way_in(request: SignedInRequest, pk: int) -> HttpResponse:
    """Make a way in (first or after a lost password or second factor) and show it once."""
    user = get_object_or_404(User, pk=pk)
    if not user.is_active:
        messages.info(request, _("The account is closed; open it again first."))
        return redirect("people:person", pk)
    resets = request.POST.get("second_factor") == "reset"
    with transaction.atomic():
        secret = invite(user, by=request.user.email, resets_second_factor=resets)
        record(request, "way_in_made", what={"person": user.email, "resets_second_factor": resets})
    url = request.build_absolute_uri(reverse("people:invitation", args=[secret]))
    return render(request, "people/way_in.html", {"person": user, "url": url, "days": DAYS})


@require_POST
@requires(Action.MANAGE_PEOPLE)
def grant(request: SignedInRequest, pk: int) -> HttpResponse:
    """Give a person a role in a place."""
    user = get_object_or_404(User, pk=pk)
    form = GrantForm(request.POST, person=user, by=request.user)
    if not form.is_valid():
        return render(request, "people/person.html", {
            "person": user, "form": form, "keys": open_tokens(user),
        }, status=422)  # fmt: skip
    with transaction.atomic():
        form.instance.user, form.instance.given_by = user, request.user.email
        given = form.save()
        record(request, "role_given", school_id=given.school_id, what=said_of_grant(given))
    for doubt in doubts(given):
        messages.warning(request, doubt)
    if given.class_label and (said := unknown_class(given.school_id, given.class_label)) is not None:
        messages.warning(request, said.said("ro" if get_language() == "ro" else "en"))
    return redirect("people:person", user.pk)


@require_POST
@requires(Action.MANAGE_PEOPLE)
def withdraw(request: SignedInRequest, pk: int) -> HttpResponse:
    """Take a role away."""
    given = get_object_or_404(Grant, pk=pk)
    if given.user == request.user:
        return _not_to_oneself(request)
    with transaction.atomic():
        record(request, "role_withdrawn", school_id=given.school_id, what=said_of_grant(given))
        given.delete()
    return redirect("people:person", given.user.pk)


@require_POST
@requires(Action.MANAGE_PEOPLE)
def close(request: SignedInRequest, pk: int) -> HttpResponse:
    """Close an account, or open it again; what the person did stays."""
    user = get_object_or_404(User, pk=pk)
    if user == request.user:
        return _not_to_oneself(request)
    with transaction.atomic():
        user.is_active = request.POST.get("open") == "yes"
        user.save(update_fields=["is_active"])
        user.end_sessions()
        record(request, "account_opened" if user.is_active else "account_closed", what={"person": user.email})
    return redirect("people:person", user.pk)


@require_POST
@requires(Action.MANAGE_PEOPLE)
def close_key(request: SignedInRequest, pk: int) -> HttpResponse:
    """Close a key of a program; from now on it opens nothing."""
    key = get_object_or_404(ApiToken.objects.select_related("grant__user"), pk=pk)
    close_tokens([key], by=request.user.email, request=request)
    return redirect("people:person", key.grant.user_id)


def _not_to_oneself(request: SignedInRequest) -> HttpResponse:
    """Leave the own account and roles to somebody else: the last administrator would be shut out."""
    messages.info(
        request, _("Nobody takes away their own role or closes their own account; ask another administrator.")
    )
    return redirect("people:person", request.user.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@for_anybody
def invitation(request: HttpRequest, secret: str) -> HttpResponse:
    """Let an invited person set a password; the way in works once."""
    found = invited(secret)
    if found is None:
        return render(request, "people/no_way_in.html", status=404)
    speak_to(found.user, request)
    form = PasswordForm(found.user, request.POST or None)
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            is_set = accept(found, form.cleaned_data["password"])
            if is_set:
                record(None, "password_set", who=found.user.email)
        if not is_set:
            return render(request, "people/no_way_in.html", status=404)
        return _in_language(redirect("account_login"), found.user)
    return render(request, "people/invitation.html", {"form": form, "person": found.user},
                  status=422 if form.errors else 200)  # fmt: skip


def _in_language(answer: HttpResponse, user: User) -> HttpResponse:
    """Have the page for signing in speak the person's language, where one is chosen, until the browser is closed."""
    if user.language:
        answer.set_cookie(settings.LANGUAGE_COOKIE_NAME, user.language, samesite="Lax", httponly=True,
                          secure=settings.SESSION_COOKIE_SECURE)  # fmt: skip
    return answer


@require_POST
@for_signed_in
def language(request: SignedInRequest) -> HttpResponse:
    """Change the language of whoever is signed in, and lead back to the page; a form that came back is no such page."""
    if request.POST.get("language") in ("ro", "en"):
        request.user.language = request.POST["language"]
        request.user.save(update_fields=["language"])
    back = request.POST.get("next", "")
    is_ours = back.startswith("/") and url_has_allowed_host_and_scheme(back, allowed_hosts=None)
    return _in_language(redirect(back if is_ours else "home"), request.user)
