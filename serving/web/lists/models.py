"""Lists that were shown: who saw which children, by which model and of which day, so that 'new since' is a fact."""

from django.conf import settings
from django.db import models

from serving.web.lists.address import CAPACITY
from serving.web.roster.models import Child, opaque_id

LONGEST_VIEW = 1000  # letters of an address that is kept; those with marks count as six


class ShownList(models.Model):
    """A list as it was shown, once for each school, day, model and state of the records.

    ``is_of_school`` is one that somebody with a place in the school opened as that of the day it was: it is counted.
    A look at another day, or by who is of no school, changes nobody's figures.
    """

    school_id = models.CharField(max_length=100, db_index=True)
    as_of = models.DateField()
    model_version = models.CharField(max_length=40)
    data_fingerprint = models.CharField(max_length=80)
    capacity = models.PositiveIntegerField()
    cohort_size = models.PositiveIntegerField()
    shown_at = models.DateTimeField(auto_now_add=True)
    is_of_school = models.BooleanField(default=False)

    class Meta:
        ordering = ("-as_of", "-shown_at")
        constraints = [
            models.UniqueConstraint(
                fields=["school_id", "as_of", "model_version", "data_fingerprint", "capacity"], name="one_shown_list"
            )
        ]

    def __str__(self) -> str:
        return f"{self.school_id} {self.as_of}"

    @property
    def is_whole(self) -> bool:
        """Whether it has as many children as a list usually has, or all that there are."""
        return self.capacity >= min(CAPACITY, self.cohort_size)


class ShownPlace(models.Model):
    """A child's place on a list that was shown."""

    shown = models.ForeignKey(ShownList, on_delete=models.CASCADE, related_name="places")
    child = models.ForeignKey(Child, on_delete=models.CASCADE, related_name="places")
    rank = models.PositiveIntegerField()
    score = models.FloatField()
    reasons = models.JSONField(default=list)

    class Meta:
        ordering = ("rank",)
        constraints = [models.UniqueConstraint(fields=["shown", "child"], name="one_place_on_a_list")]

    def __str__(self) -> str:
        return f"{self.rank} {self.child}"


class SavedView(models.Model):
    """A way of looking at lists that a person has given a name: the words of the address behind the question mark."""

    opaque = models.CharField(max_length=16, unique=True, default=opaque_id, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="saved_views")
    name = models.CharField(max_length=60)
    query = models.CharField(max_length=LONGEST_VIEW, blank=True)

    class Meta:
        ordering = ("name", "pk")
        constraints = [models.UniqueConstraint(fields=["user", "name"], name="one_view_of_a_name")]

    def __str__(self) -> str:
        return self.name
