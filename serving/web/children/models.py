"""Notes about a child, which keep what they said before, and objections to what is said, with their answers.

An objection to the use of the list that is granted holds until somebody takes it back: the list leaves the child out.
"""

import datetime as dt
from typing import Any, NoReturn

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from models.ranking.abstention import NotScored, objected
from serving.web.access.rows import every_row
from serving.web.roster.models import Child, opaque_id

USER = settings.AUTH_USER_MODEL
ANSWERED_WITHIN = dt.timedelta(30)  # a month, as the sheet for parents says


class Note(models.Model):
    """What a person wrote about a child, in which school; what it said before is in its revisions.

    A ``restricted`` one is for few people of that school: it does not go with a child who moves to another one.
    """

    class Kind(models.TextChoices):
        """What a note is of."""

        TEAM = "team", _("note of the team")
        TALK = "talk", _("talk with the child")
        PARENTS = "parents", _("talk with the parents")
        CHILD = "child", _("the child's own words")

    opaque = models.CharField(max_length=16, unique=True, default=opaque_id, editable=False)
    child = models.ForeignKey(Child, on_delete=models.CASCADE, related_name="notes")
    school_id = models.CharField(max_length=100, blank=True)
    author = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="notes")
    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.TEAM)
    text = models.TextField(max_length=4000)
    restricted = models.BooleanField(default=False)
    written_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("-written_at", "-pk")

    def __str__(self) -> str:
        return f"{self.child} {self.written_at:%Y-%m-%d}"


class NoteRevision(models.Model):
    """What a note said until it was changed; it stays."""

    note = models.ForeignKey(Note, on_delete=models.CASCADE, related_name="revisions")
    text = models.TextField()
    restricted = models.BooleanField()
    until = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("-until", "-pk")

    def __str__(self) -> str:
        return f"{self.note} until {self.until:%Y-%m-%d}"

    def delete(self, *_arguments: Any, **_options: Any) -> NoReturn:
        """Refuse: what a note said stays."""
        raise TypeError("what a note said stays")


class ObjectionQuerySet(models.QuerySet["Objection"]):
    """Objections, and those that have an effect."""

    def that_hold(self) -> "ObjectionQuerySet":
        """Return the granted objections to the use of the list that nobody has taken back."""
        kind, outcome = Objection.Kind.OBJECT, Objection.Outcome.GRANTED
        return self.filter(kind=kind, outcome=outcome, taken_back_on=None)


class Objection(models.Model):
    """What a parent or child asks to correct, or objects to; and what was answered, by whom and when."""

    class Kind(models.TextChoices):
        """What is asked."""

        CORRECT = "correct", _("something in the records is wrong")
        OBJECT = "object", _("objects to the use of the list for this child")
        ACCESS = "access", _("wants to see what is kept")

    class Outcome(models.TextChoices):
        """What was answered."""

        GRANTED = "granted", _("granted")
        PARTLY = "partly", _("granted in part")
        REFUSED = "refused", _("refused")

    opaque = models.CharField(max_length=16, unique=True, default=opaque_id, editable=False)
    child = models.ForeignKey(Child, on_delete=models.CASCADE, related_name="objections")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    raised_on = models.DateField()
    raised_by = models.CharField(max_length=150)
    text = models.TextField(max_length=4000)
    entered_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="entered_objections")
    entered_at = models.DateTimeField(auto_now_add=True)
    outcome = models.CharField(max_length=10, choices=Outcome.choices, blank=True)
    answer = models.TextField(max_length=4000, blank=True)
    answered_on = models.DateField(null=True, blank=True)
    answered_by = models.ForeignKey(
        USER, null=True, blank=True, on_delete=models.PROTECT, related_name="answered_objections"
    )
    taken_back_on = models.DateField(null=True, blank=True)
    taken_back_by = models.ForeignKey(
        USER, null=True, blank=True, on_delete=models.PROTECT, related_name="objections_taken_back"
    )
    taken_back_why = models.TextField(max_length=2000, blank=True)

    objects = ObjectionQuerySet.as_manager()

    class Meta:
        ordering = ("answered_on", "raised_on", "pk")

    def __str__(self) -> str:
        return f"{self.kind} {self.child} {self.raised_on}"

    @property
    def due_on(self) -> dt.date:
        """The day until which it is to be answered."""
        return self.raised_on + ANSWERED_WITHIN

    @property
    def is_late(self) -> bool:
        """Whether it was to be answered by now and is not."""
        return self.answered_on is None and self.due_on < timezone.localdate()

    @property
    def holds(self) -> bool:
        """Whether the list leaves the child out because of it."""
        is_granted = (self.kind, self.outcome) == (self.Kind.OBJECT, self.Outcome.GRANTED)
        return is_granted and self.taken_back_on is None


@every_row()  # of all schools: a child keeps what was granted wherever it goes
def children_left_out() -> dict[str, NotScored]:
    """Return the children for whom the list is not to be used, by pupil_id."""
    granted = Objection.objects.that_hold().values_list("child__pupil_id", flat=True)
    return {pupil_id: objected(pupil_id) for pupil_id in granted}
