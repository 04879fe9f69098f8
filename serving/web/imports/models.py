"""Files of a school on their way into the records: kept until they are brought in, dropped, or a day is over."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from serving.web.roster.models import opaque_id

STANDS = [
    ("new", _("not looked at yet")),
    ("asked", _("questions are open")),
    ("wrong", _("cells are to be corrected in your own file")),
    ("nothing", _("would change nothing")),
    ("ready", _("can be brought in")),
]
ONLY_TO_REMOVE = ("wrong", "nothing")  # of these nothing can be brought in


class Upload(models.Model):
    """Some files of a school that somebody uploaded; ``names`` are what the person calls them, in their order.

    The files themselves, and what was answered about them, are in a folder of the opaque id. ``stands`` is what was
    found when they were last looked at.
    """

    opaque = models.CharField(max_length=16, unique=True, default=opaque_id, editable=False)
    school_id = models.CharField(max_length=100, db_index=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="uploads")
    made_at = models.DateTimeField(auto_now_add=True)
    names = models.JSONField(default=list)
    stands = models.CharField(max_length=10, choices=STANDS, default="new")
    school_year = models.CharField(max_length=20, blank=True)
    exported_on = models.DateField()

    class Meta:
        ordering = ("-made_at",)

    def __str__(self) -> str:
        return ", ".join(self.names)

    @property
    def is_only_to_remove(self) -> bool:
        """Whether nothing of the files can be brought in, as they are."""
        return self.stands in ONLY_TO_REMOVE
