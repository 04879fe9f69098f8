"""People made and changed from the machine itself, without a browser: the first administrator among them."""

import datetime as dt
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone, translation

from features.errors import Refused
from features.i18n.text import LANGUAGES, Bilingual, Language
from serving.web.access.models import ApiToken, Grant
from serving.web.access.policy import Action, Role, Scope, not_together, places_needed, scope_of
from serving.web.access.tokens import digest_of_token, open_tokens
from serving.web.accounts.invitations import invite
from serving.web.accounts.models import User
from serving.web.audit.chain import record
from serving.web.people.places import doubts, spelled
from serving.web.roster.classes import known_classes

TOKEN_DAYS = 365


@dataclass(frozen=True)
class PersonLine:
    """A person as a list shows them."""

    email: str
    name: str
    roles: tuple[str, ...]
    is_open: bool


def everybody() -> list[PersonLine]:
    """Return everybody with an account, by address."""
    users = User.objects.prefetch_related("grants").order_by("email")
    return [
        PersonLine(user.email, user.name, tuple(str(grant) for grant in user.grants.all()), user.is_active)
        for user in users
    ]


@transaction.atomic
def let_in(
    email: str, role: Role, place: Mapping[str, str], *, name: str, language: str, until: dt.date | None, by: str
) -> str:
    """Make an account with a first role; return the secret of its way in."""
    add(email, name=name, language=language, by=by)
    give(email, role, place, until=until, by=by)
    return way_in(email, by=by)


@transaction.atomic
def add(email: str, *, name: str, language: str, by: str) -> None:
    """Make an account; nobody can sign in to it until a way in is made."""
    address = email.strip().lower()
    try:
        validate_email(address)
    except ValidationError:
        raise Refused(Bilingual(f"{email} is no e-mail address.", f"{email} nu este o adresă de e-mail.")) from None
    if User.objects.filter(email=address).exists():
        raise Refused(
            Bilingual(
                f"There is already an account {address}; 'prezent people grant' gives it a further role.",
                f"Există deja un cont {address}; „prezent people grant” îi dă încă un rol.",
            )
        )
    user = User.objects.create_user(address, name=name)
    user.language = language
    user.save()
    record(None, "person_added", what={"person": address}, who=by)


def doubts_of_place(place: Mapping[str, str]) -> list[Bilingual]:
    """Return what is odd in the place of a role, as the pages say it."""
    named = Grant(school_id=place["school_id"], county=place["county"])
    said = []
    for language in LANGUAGES:
        with translation.override(language):
            said.append(list(doubts(named)))
    return [Bilingual(*each) for each in zip(*said, strict=True)]


def _spelled(place: str, typed: str) -> str:
    """Return a place in its one spelling; what can be none is refused as the pages refuse it."""
    said = []
    for language in LANGUAGES:
        with translation.override(language):
            try:
                return spelled(place, typed)
            except ValidationError as error:
                said.append(" ".join(error.messages))
    raise Refused(Bilingual(*said))


@transaction.atomic
def way_in(email: str, *, by: str, resets_second_factor: bool = False, language: Language | None = None) -> str:
    """Make a way in and return its secret; sessions and the old password end.

    The pages speak ``language`` to the person from then on, where one is given, until the person chooses another.
    """
    user = _person(email)
    if not user.is_active:
        raise Refused(
            Bilingual(
                f"The account {user.email} is closed; open it first with 'prezent people close {user.email} --open'.",
                f"Contul {user.email} este închis; redeschideți-l întâi cu „prezent people close {user.email} --open”.",
            )
        )
    secret = invite(user, by=by, resets_second_factor=resets_second_factor, language=language)
    record(None, "way_in_made", what={"person": user.email, "resets_second_factor": resets_second_factor}, who=by)
    return secret


@transaction.atomic
def give(email: str, role: Role, place: Mapping[str, str], *, until: dt.date | None, by: str) -> None:
    """Give a role in a place; refuses a role without the place that it needs."""
    user = _person(email)
    needed = places_needed(role)
    if until is not None and until < timezone.localdate():
        raise Refused(
            Bilingual(f"{until.isoformat()} is over; give a last day from today on.",
                      f"{until.isoformat()} a trecut; dați o ultimă zi de azi înainte.")
        )  # fmt: skip
    if missing := [_OPTION[name] for name in needed if not place.get(name)]:
        raise Refused(
            Bilingual(
                f"A {role} has this role in one place; name it with {' and '.join(missing)}.",
                f"Rolul {role} se dă pentru un anumit loc; numiți-l cu {' și '.join(missing)}.",
            )
        )
    other = not_together(role, [Role(grant.role) for grant in user.grants.all() if grant.holds])
    if other is not None:
        raise Refused(
            Bilingual(
                f"{user.email} has the role {other}, which does not go with {role}: whoever manages people or reads "
                "the log sees no children. Make another account.",
                f"{user.email} are rolul {other}, care nu se potrivește cu {role}: cine administrează persoanele sau "
                "citește jurnalul nu vede copii. Faceți alt cont.",
            )
        )
    named = {name: _spelled(name, place.get(name, "")) for name in needed}
    if "class_label" in named:
        named["class_label"] = known_classes(named["school_id"]).like(named["class_label"])
    given = Grant.objects.create(user=user, role=role.value, until=until, given_by=by, **named)
    record(None, "role_given", school_id=given.school_id, what=said_of_grant(given), who=by)


@transaction.atomic
def close(email: str, *, reopen: bool, by: str) -> None:
    """Close an account, or open it again; its sessions end either way."""
    user = _person(email)
    user.is_active = reopen
    user.save(update_fields=["is_active"])
    user.end_sessions()
    record(None, "account_opened" if reopen else "account_closed", what={"person": user.email}, who=by)


@transaction.atomic
def token(email: str, role: Role, *, name: str, until: dt.date | None, by: str) -> str:
    """Make a key for a program, with the reach of a role that a person has; it is shown once."""
    user = _person(email)
    today = timezone.localdate()
    held = [grant for grant in user.grants.filter(role=role.value) if grant.until is None or grant.until >= today]
    if not held:
        raise Refused(
            Bilingual(
                f"{user.email} has no role {role}; give it first with 'prezent people grant'.",
                f"{user.email} nu are rolul {role}; dați-l întâi cu „prezent people grant”.",
            )
        )
    if scope_of(role, Action.SEE_LIST) not in (Scope.OWN_SCHOOL, Scope.EVERYTHING):
        raise Refused(
            Bilingual(
                f"A program gets the lists of whole schools; with the role {role} a person does not see those.",
                f"Un program primește listele unor școli întregi; cu rolul {role} nimeni nu le vede.",
            )
        )
    secret = secrets.token_urlsafe(32)
    last = until or today + dt.timedelta(days=TOKEN_DAYS)
    ApiToken.objects.create(grant=held[0], name=name, digest=digest_of_token(secret), until=last)
    record(None, "token_made", school_id=held[0].school_id, who=by,
           what={"person": user.email, "role": role.value, "name": name, "until": last.isoformat()})  # fmt: skip
    return secret


def close_token(email: str, *, name: str, by: str) -> int:
    """Close the keys of a name that stand for a role of a person; return how many."""
    user = _person(email)
    keys = list(open_tokens(user))
    named = [key for key in keys if key.name == name]
    if not named:
        open_names = ", ".join(sorted({key.name for key in keys})) or "–"
        raise Refused(
            Bilingual(
                f"{user.email} has no open key {name}; open ones: {open_names}.",
                f"{user.email} nu are nicio cheie deschisă {name}; cele deschise: {open_names}.",
            )
        )
    close_tokens(named, by=by)
    return len(named)


@transaction.atomic
def close_tokens(keys: Iterable[ApiToken], *, by: str, request: HttpRequest | None = None) -> None:
    """Close keys of programs; each stays in the log, and opens nothing from now on."""
    for key in keys:
        if ApiToken.objects.filter(pk=key.pk, closed_at=None).update(closed_at=timezone.now()):
            what = {"person": key.grant.user.email, "role": key.grant.role, "name": key.name}
            record(request, "token_closed", school_id=key.grant.school_id, what=what, who=by)


_OPTION = {"school_id": "--school", "class_label": "--class", "county": "--county", "programme": "--programme"}


def _person(email: str) -> User:
    found = User.objects.filter(email=email.strip().lower()).first()
    if found is None:
        raise Refused(
            Bilingual(
                f"There is no account {email}; 'prezent people list' shows all.",
                f"Nu există contul {email}; „prezent people list” le arată pe toate.",
            )
        )
    return found


def said_of_grant(grant: Grant) -> dict[str, object]:
    """Return what the log says of a role: whose it is, and where and until when it holds."""
    places = {name: getattr(grant, name) for name in ("class_label", "county", "programme") if getattr(grant, name)}
    until = {"until": grant.until.isoformat()} if grant.until else {}
    return {"person": grant.user.email, "role": grant.role, **places, **until}
