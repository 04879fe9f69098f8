"""Decisions of named people about children; one holds until another one, whatever lists and models come after."""

from typing import Any, NoReturn

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from serving.web.roster.models import Child, opaque_id


class Kind(models.TextChoices):
    """What was decided: a child of the list is to be monitored, or not, or one is that the list left out."""

    AGREED = "agreed", _("to be monitored")
    DISMISSED = "dismissed", _("not to be monitored")
    NOMINATED = "nominated", _("added by a person")


class Decision(models.Model):
    """What a person decided about a child, and why; it is never changed and never deleted.

    ``as_of`` and ``shown`` are the day and the list that it was made on, ``seen_at`` when that list was first opened by
    the person, ``score_shown`` whether the number had been shown to the person by then.
    """

    opaque = models.CharField(max_length=16, unique=True, default=opaque_id, editable=False)
    child = models.ForeignKey(Child, on_delete=models.CASCADE, related_name="decisions")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    reason = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="decisions")
    at = models.DateTimeField(auto_now_add=True)
    school_id = models.CharField(max_length=100, db_index=True)
    class_label = models.CharField(max_length=100, blank=True)
    as_of = models.DateField()
    shown = models.ForeignKey(
        "lists.ShownList", null=True, blank=True, on_delete=models.SET_NULL, related_name="decisions"
    )
    listed = models.BooleanField(default=False)
    seen_at = models.DateTimeField(null=True, blank=True)
    score_shown = models.BooleanField(default=False)

    class Meta:
        ordering = ("-at", "-pk")

    def __str__(self) -> str:
        return f"{self.kind} {self.child}"

    @property
    def monitors(self) -> bool:
        """Whether the child is to be monitored since."""
        return self.kind != Kind.DISMISSED

    def save(self, *arguments: Any, **options: Any) -> None:
        """Keep a new decision; one that is kept already stays as it is."""
        if self.pk is not None:
            raise TypeError("a decision is never changed; another one is made")
        super().save(*arguments, **options)

    def delete(self, *_arguments: Any, **_options: Any) -> NoReturn:
        """Refuse: a decision stays."""
        raise TypeError("a decision is never deleted; another one is made")
