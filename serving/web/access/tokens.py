"""Keys of programs: whose grant a key stands for."""

import hashlib

from django.db.models import QuerySet
from django.utils import timezone

from serving.web.access.models import ApiToken
from serving.web.accounts.models import User


def digest_of_token(secret: str) -> str:
    """Return what is kept of a key."""
    return hashlib.sha256(secret.encode()).hexdigest()


def token_of(secret: str) -> ApiToken | None:
    """Return the token of a key that still holds: it, its grant and its person's account are open today."""
    today = timezone.localdate()
    found = ApiToken.objects.select_related("grant__user").filter(
        digest=digest_of_token(secret), closed_at=None, until__gte=today, grant__user__is_active=True
    ).first()  # fmt: skip
    return found if found and (found.grant.until is None or found.grant.until >= today) else None


def open_tokens(user: User) -> QuerySet[ApiToken]:
    """Return the keys of programs with a role of a person that are neither closed nor over."""
    held = ApiToken.objects.filter(grant__user=user, closed_at=None, until__gte=timezone.localdate())
    return held.select_related("grant__user").order_by("name", "pk")
