"""The log: who did what, when and why, each entry holding the hash of the one before."""

from typing import Any, NoReturn

from django.db import models

MODEL_SIGNED = ("model_promoted", "model_rolled_back")  # by a command of ours, which says who did it and why
MODEL_ACTIONS = (*MODEL_SIGNED, "model_found", "model_changed")


class Entry(models.Model):
    """One thing that was done; it is never deleted, and changed only where a child of it is erased.

    Only ``pupil_id`` and ``why`` may be about a child. ``personal`` is their digest under ``salt``, and ``digest`` is
    of that, of all else that stands here and of the digest before: they can be emptied, and the chain still holds.
    """

    number = models.PositiveBigIntegerField(unique=True)
    at = models.DateTimeField()
    who = models.CharField(max_length=254)
    action = models.CharField(max_length=40, db_index=True)
    pupil_id = models.CharField(max_length=200, blank=True, db_index=True)
    school_id = models.CharField(max_length=100, blank=True, db_index=True)
    what = models.JSONField(default=dict)
    why = models.TextField(blank=True)
    address = models.CharField(max_length=64, blank=True)
    salt = models.CharField(max_length=32, blank=True)
    personal = models.CharField(max_length=64, blank=True)
    before = models.CharField(max_length=64)
    digest = models.CharField(max_length=64, unique=True)

    class Meta:
        ordering = ("number",)

    def __str__(self) -> str:
        return f"{self.number} {self.action}"

    def delete(self, *_arguments: Any, **_options: Any) -> NoReturn:
        """Refuse: an entry of the log stays."""
        raise TypeError("an entry of the log is never deleted")


class StrangersRefusals(models.Model):
    """How many refusals of an address without a session were counted since the one that has an entry."""

    address = models.CharField(max_length=64)
    action = models.CharField(max_length=40)
    since = models.DateTimeField(db_index=True)
    count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["address", "action"], name="one_count_of_an_address")]

    def __str__(self) -> str:
        return f"{self.action} {self.address}"
