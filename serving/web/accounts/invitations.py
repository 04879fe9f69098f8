"""Ways in: made by an administrator or from the machine itself, used once, gone after a few days."""

import datetime as dt
import hashlib
import secrets

from django.db import transaction
from django.utils import timezone

from features.i18n.text import Language
from serving.web.accounts.models import Invitation, User

DAYS = 7


def invite(user: User, *, by: str, resets_second_factor: bool = False, language: Language | None = None) -> str:
    """Make a way in for a person and return its secret.

    Earlier ones that were not used are closed, the old password no longer opens anything, and all sessions end: whoever
    found the lost phone or learnt the password is out at once. The person is met in ``language``, where one is given.
    """
    secret = secrets.token_urlsafe(32)
    with transaction.atomic():
        user.set_unusable_password()
        user.language = language or user.language
        user.save(update_fields=["password", "language"])
        user.end_sessions()
        user.invitations.filter(used_at=None).delete()
        Invitation.objects.create(
            user=user, digest=_digest(secret), until=timezone.now() + dt.timedelta(days=DAYS), made_by=by,
            resets_second_factor=resets_second_factor,
        )  # fmt: skip
    return secret


def invited(secret: str) -> Invitation | None:
    """Return the invitation of a secret that still holds."""
    found = Invitation.objects.select_related("user").filter(digest=_digest(secret), used_at=None).first()
    return found if found and found.until >= timezone.now() and found.user.is_active else None


def accept(invitation: Invitation, password: str) -> bool:
    """Set the password of the invited person; the invitation is used up, and other sessions of the person end.

    False where somebody else has used it a moment before.
    """
    with transaction.atomic():
        held = Invitation.objects.select_for_update().filter(pk=invitation.pk, used_at=None).first()
        if held is None:
            return False
        held.used_at = timezone.now()
        held.save()
        held.user.set_password(password)
        held.user.save(update_fields=["password"])
        if held.resets_second_factor:
            from allauth.mfa.models import Authenticator

            Authenticator.objects.filter(user=held.user).delete()
    return True


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
