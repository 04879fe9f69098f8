"""Uploads that wait when children are erased: those of their schools go, and any other in which they may stand."""

from collections import defaultdict
from collections.abc import Collection

from features.store.erasure.traces import Traces
from serving.roster.forgetting import NamedPeople
from serving.web.access.models import SharedChild
from serving.web.audit.models import Entry
from serving.web.imports.models import Upload
from serving.web.imports.uploads import drop, files_of, kept_files
from serving.web.roster.models import Child

_AT_ONCE = 500


def schools_of(people: NamedPeople) -> frozenset[str] | None:
    """Return the schools in which the roster or the pages know some children; None if one is known in none."""
    schools = defaultdict[str, set[str]](set)
    for pupil_id, school_id in people.places:
        schools[pupil_id].add(school_id)
    chosen = sorted(people.pupils)
    for start in range(0, len(chosen), _AT_ONCE):
        some = chosen[start : start + _AT_ONCE]
        for model in (Child, SharedChild, Entry):
            rows = model._base_manager.filter(pupil_id__in=some).exclude(school_id="")
            for pupil_id, school_id in rows.values_list("pupil_id", "school_id").distinct().order_by():
                schools[pupil_id].add(school_id)
    if any(not schools[pupil_id] for pupil_id in chosen):
        return None
    return frozenset().union(*schools.values())


def drop_uploads_of(people: NamedPeople, schools: Collection[str] | None) -> int:
    """Delete the uploads that may have children in them, all where nobody knows of which schools these are.

    An upload of another school goes where a row names one of them, and where it cannot be read to its end.
    """
    gone = 0
    for waiting in Upload.objects.all():
        if schools is None or waiting.school_id in schools or _may_name(waiting, people):
            drop(waiting)
            gone += 1
    return gone


def _may_name(upload: Upload, people: NamedPeople) -> bool:
    traces = Traces(people.pupils, people.phrases)
    if any(map(people.may_be_in, upload.names)) or any(map(traces.in_file, kept_files(upload))):
        return True
    return any(people.may_be_in_sheets(path, name=name) for path, name in files_of(upload).items())
