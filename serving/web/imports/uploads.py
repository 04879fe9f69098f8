"""Uploaded files in a folder of their owner's, under names of ours, until they are brought in or a day is over."""

import datetime as dt
import json
import logging
import os
import shutil
import time
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import close_old_connections
from django.db.models.functions import Now
from django.http import Http404
from django.utils import timezone

from features.files.whole_files import write_text_whole
from serving.web.access.declaration import SignedInRequest
from serving.web.access.policy import Action
from serving.web.access.rows import every_row
from serving.web.configuration.django_settings import started_with
from serving.web.imports.models import Upload

MOST_FILES, MOST_MEGABYTES = 12, 20  # of one upload, together; a school's year has one or two megabytes
KEPT = dt.timedelta(days=1)
_SUFFIXES = (".xlsx", ".xls", ".xlsb", ".ods", ".csv")
_ANSWERS = "answers.json"
_FOLDER = "uploads"
LOOK_EVERY = 600  # seconds

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Waiting:
    """An upload that is not brought in yet, and when it goes by itself."""

    upload: Upload
    goes_at: dt.datetime


class GoneUpload(Http404):
    """The upload was brought in, left out or is too old; its files are here no more."""


def keep_upload(upload: Upload, files: Iterable["UploadedFile[Any]"]) -> None:
    """Write the files of an upload, which nobody but the owner of this service can read."""
    folder = _folder(upload.opaque)
    folder.parent.mkdir(mode=0o700, exist_ok=True, parents=True)
    folder.mkdir(mode=0o700)
    for number, file in enumerate(files, start=1):
        path = folder / _stored_name(number, file.name or "")
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as kept:
            for part in file.chunks():
                kept.write(part)


def upload_or_404(request: SignedInRequest, opaque: str) -> Upload:
    """Return an upload of a school that the person imports for; any other is answered like none."""
    with every_row():
        found = Upload.objects.filter(opaque=opaque).first()
    if found is None:
        raise GoneUpload
    if not request.reach.reaches(Action.IMPORT, school_id=found.school_id):
        raise Http404
    if not _folder(found.opaque).is_dir() or found.made_at < timezone.now() - KEPT:
        raise GoneUpload
    return found


def require_there(upload: Upload) -> None:
    """Answer like none an upload that was removed, or brought in, while it was read."""
    if not _folder(upload.opaque).is_dir():
        raise GoneUpload


def files_of(upload: Upload) -> dict[Path, str]:
    """Return the files of an upload, with what people call them."""
    folder = _folder(upload.opaque)
    return {folder / _stored_name(number, name): name for number, name in enumerate(upload.names, start=1)}


def kept_files(upload: Upload) -> list[Path]:
    """Return every file that is kept of an upload: those that were sent, and what was answered."""
    return sorted(_folder(upload.opaque).glob("*"))


def answers_of(upload: Upload) -> dict[str, str]:
    """Return what was answered about an upload, by the key of each question."""
    path = _folder(upload.opaque) / _ANSWERS
    answers: dict[str, str] = json.loads(path.read_text("utf-8")) if path.is_file() else {}
    return answers


def keep_answers(upload: Upload, answers: Mapping[str, str]) -> None:
    """Keep further answers beside the files."""
    told = {**answers_of(upload), **answers}
    write_text_whole(_folder(upload.opaque) / _ANSWERS, json.dumps(told, ensure_ascii=False))


def waiting_uploads(schools: Iterable[str]) -> "list[Waiting]":
    """Return the uploads of schools that are not brought in yet, the newest first."""
    found = Upload.objects.filter(school_id__in=list(schools), made_at__gte=Now() - KEPT).select_related("by")
    return [Waiting(upload, upload.made_at + KEPT) for upload in found]


def keep_state(upload: Upload, stands: str) -> None:
    """Keep what was found in the files, for the list of those that wait."""
    if upload.stands != stands:
        Upload.objects.filter(pk=upload.pk).update(stands=stands)


def note_same_files(upload: Upload) -> None:
    """Say of other uploads of the same files, once these are brought in, that they would change nothing."""
    content = _content(upload)
    for other in Upload.objects.filter(school_id=upload.school_id).exclude(pk=upload.pk):
        if other.exported_on == upload.exported_on and _content(other) == content:
            keep_state(other, "nothing")


def _content(upload: Upload) -> list[str]:
    """Return what tells the files of an upload from others, whatever they are called; of lost ones nothing."""
    return sorted(sha256(path.read_bytes()).hexdigest() for path in files_of(upload) if path.is_file())


def drop(upload: Upload) -> None:
    """Delete the files of an upload and what was answered about them."""
    shutil.rmtree(_folder(upload.opaque), ignore_errors=True)
    upload.delete()


def drop_old() -> None:
    """Delete what nobody brought in within a day, and what was left where a process ended while it wrote."""
    with every_row():
        for upload in Upload.objects.filter(made_at__lt=Now() - KEPT):
            drop(upload)
        known = set(Upload.objects.values_list("opaque", flat=True))
    var, last = started_with().var, time.time() - KEPT.total_seconds()
    for path in (*(var / _FOLDER).glob("*"), *var.glob("*.upload*")):  # the latter are Django's, of large files
        with suppress(FileNotFoundError):  # another process is as tidy
            if path.name not in known and path.stat().st_mtime < last:
                shutil.rmtree(path, ignore_errors=True) if path.is_dir() else path.unlink(missing_ok=True)


def drop_old_by_itself() -> None:
    """Delete what is too old as a process does from time to time; what hinders it is logged by its kind."""
    try:
        drop_old()
    except Exception as error:  # the next time it may be gone
        logger.warning("uploads: %s", type(error).__name__)
    finally:
        close_old_connections()


def is_too_much(files: Sequence["UploadedFile[Any]"]) -> bool:
    """Tell whether these are more files, or larger ones, than a school has."""
    return len(files) > MOST_FILES or sum(file.size or 0 for file in files) > MOST_MEGABYTES * 2**20


def _folder(opaque: str) -> Path:
    return started_with().var / _FOLDER / opaque


def _stored_name(number: int, name: str) -> str:
    """Return what a file is called here: its number, and its ending where that is one of a sheet."""
    suffix = Path(name).suffix.lower()
    return f"{number}{suffix if suffix in _SUFFIXES else ''}"
