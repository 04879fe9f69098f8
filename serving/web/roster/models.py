"""Children under ids that mean nothing, so that an address, which others may log, names nobody."""

import secrets

from django.db import models


def opaque_id() -> str:
    """Return an id that says nothing of whose it is."""
    return secrets.token_urlsafe(9)


class Child(models.Model):
    """A child of the records, as the pages' addresses know it."""

    opaque = models.CharField(max_length=16, unique=True, default=opaque_id, editable=False)
    pupil_id = models.CharField(max_length=200, unique=True)
    school_id = models.CharField(max_length=100, db_index=True)
    class_label = models.CharField(max_length=100, blank=True)

    def __str__(self) -> str:
        return self.pupil_id
