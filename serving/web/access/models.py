"""Grants: which role a person has, where, and until when."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from features.schema.romania import county_name
from serving.web.access.policy import Role

ROLES = {
    Role.FORM_TEACHER: _("form teacher"),
    Role.DIRECTOR: _("director"),
    Role.COUNSELLOR: _("counsellor"),
    Role.SECRETARY: _("secretary"),
    Role.COORDINATOR: _("county coordinator"),
    Role.NGO_WORKER: _("NGO worker"),
    Role.ANALYST: _("analyst"),
    Role.AUDITOR: _("auditor"),
    Role.ADMINISTRATOR: _("administrator"),
}


class Grant(models.Model):
    """A role that a person has in a place, from whom, and until when if it ends by itself."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="grants")
    role = models.CharField(max_length=20, choices=[(role.value, said) for role, said in ROLES.items()])
    school_id = models.CharField(max_length=100, blank=True)
    class_label = models.CharField(max_length=100, blank=True)
    county = models.CharField(max_length=20, blank=True)
    programme = models.CharField(max_length=40, blank=True)
    until = models.DateField(null=True, blank=True)
    given_by = models.CharField(max_length=254)
    given_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.role} {self.class_label} {self.school_id or self.county or self.programme}".strip()

    @property
    def holds(self) -> bool:
        """Whether it has not ended."""
        return self.until is None or self.until >= timezone.localdate()

    @property
    def place(self) -> str:
        """Where it holds, for people."""
        return self.place_with("")

    def place_with(self, school_name: str, organisation: str = "") -> str:
        """Where it holds, with the school and the programme's organisation by their names where there are any."""
        county = county_name(self.county) if self.county else ""
        places = (self.class_label, school_name or self.school_id, county, organisation or self.programme)
        return " ".join(filter(None, places))


class NamesGranted(models.Model):
    """A school's leave for the coordinators of its county to see the names of its children, until a day."""

    school_id = models.CharField(max_length=100)
    until = models.DateField()
    given_by = models.CharField(max_length=254)
    given_at = models.DateTimeField(auto_now_add=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.school_id} until {self.until}"


class SharedChild(models.Model):
    """A child whose plan a school shares with a person outside it, until a day."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="shared_children")
    pupil_id = models.CharField(max_length=200, db_index=True)
    school_id = models.CharField(max_length=100)
    until = models.DateField()
    given_by = models.CharField(max_length=254)
    given_at = models.DateTimeField(auto_now_add=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.pupil_id} until {self.until}"


class ApiToken(models.Model):
    """A program's key to the JSON interface, with the reach of one grant; only its hash is kept."""

    grant = models.ForeignKey(Grant, on_delete=models.CASCADE, related_name="tokens")
    name = models.CharField(max_length=100)
    digest = models.CharField(max_length=64, unique=True)
    until = models.DateField()
    made_at = models.DateTimeField(auto_now_add=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.name
