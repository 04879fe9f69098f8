"""Programmes of organisations: their schools, whom they want to reach, and what they give."""

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from features.i18n.numbers import counted

WHOM = [
    ("child", _("to the child")),
    ("parents", _("to the parents")),
    ("teachers", _("to the teachers")),
]


class PublishedNumbers(models.Model):
    """Numbers of a county or a programme as everybody who sees no child sees them during a week.

    ``week`` is its Monday; ``content`` holds counts as they are shown, never one that is hidden.
    """

    scope = models.CharField(max_length=100)
    week = models.DateField()
    content = models.JSONField()
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("scope", "-week")
        constraints = [models.UniqueConstraint(fields=["scope", "week"], name="one_publication_of_a_week")]

    def __str__(self) -> str:
        return f"{self.scope} {self.week}"


class Programme(models.Model):
    """A programme; ``transitions`` are the classes before a change of school. Grants name it by its ``code``."""

    code = models.SlugField(max_length=40, unique=True)
    organisation = models.CharField(max_length=150)
    name_ro = models.CharField(max_length=150)
    name_en = models.CharField(max_length=150)
    about_ro = models.TextField(blank=True)
    about_en = models.TextField(blank=True)
    transitions = models.JSONField(default=list)

    class Meta:
        ordering = ("code",)

    def __str__(self) -> str:
        return self.name_ro if get_language() == "ro" else self.name_en

    @property
    def about(self) -> str:
        """What it is for."""
        return self.about_ro if get_language() == "ro" else self.about_en

    @property
    def school_ids(self) -> frozenset[str]:
        """Its schools."""
        return frozenset(self.schools.values_list("school_id", flat=True))


class ProgrammeSchool(models.Model):
    """A school of a programme."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="schools")
    school_id = models.CharField(max_length=100)

    class Meta:
        ordering = ("school_id",)
        constraints = [models.UniqueConstraint(fields=["programme", "school_id"], name="one_school_of_a_programme")]

    def __str__(self) -> str:
        return self.school_id


class ProgrammeTarget(models.Model):
    """So many of whom a programme wants to reach."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="targets")
    number = models.PositiveIntegerField()
    whom_ro = models.CharField(max_length=150)
    whom_en = models.CharField(max_length=150)

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return counted(self.number, self.whom, self.whom, "ro" if get_language() == "ro" else "en")

    @property
    def whom(self) -> str:
        """Of whom so many."""
        return self.whom_ro if get_language() == "ro" else self.whom_en


class ProgrammeService(models.Model):
    """A kind of help that a programme gives: its code in support plans, to whom, and what the programme calls it."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="services")
    code = models.CharField(max_length=10)
    whom = models.CharField(max_length=10, choices=WHOM)
    words_ro = models.CharField(max_length=150)
    words_en = models.CharField(max_length=150)

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return self.code

    @property
    def words(self) -> str:
        """What the programme calls it."""
        return self.words_ro if get_language() == "ro" else self.words_en
