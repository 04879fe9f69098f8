"""What imports have due: files that were uploaded and can be brought in, or ask something first."""

from collections.abc import Mapping

from django.db.models.functions import Now
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from serving.web.access.declaration import SignedInRequest
from serving.web.access.policy import Action
from serving.web.imports.models import Upload
from serving.web.imports.uploads import KEPT
from serving.web.site.tasks.task import Task

# What an upload waits for, by what was found when it was last looked at (``Upload.stands``).
_WAITS: Mapping[str, Promise] = {
    "new": _("Files were uploaded and not looked at: %(files)s (by %(who)s)"),
    "asked": _("An import waits for answers: %(files)s (begun by %(who)s)"),
    "ready": _("An import waits to be brought in or dropped: %(files)s (begun by %(who)s)"),
}


def import_tasks(request: SignedInRequest) -> list[Task]:
    """Return the uploads of the person's schools that wait for an answer or a yes; they are kept for a day.

    Of which nothing can be brought in, there is nothing to do: they go by themselves.
    """
    reach = request.reach
    if not reach.may(Action.IMPORT):
        return []
    waiting = Upload.objects.filter(made_at__gte=Now() - KEPT, stands__in=_WAITS).select_related("by")
    return [
        Task(
            str(_WAITS[upload.stands]) % {"files": upload, "who": upload.by},
            reverse("imports:step", args=[upload.opaque]), timezone.localtime(upload.made_at + KEPT).date(),
        )
        for upload in waiting if reach.reaches(Action.IMPORT, school_id=upload.school_id)
    ]  # fmt: skip
