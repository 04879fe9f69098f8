"""What an entry says of a child can be emptied: it counts in the chain by a digest of its own."""

import hashlib
import json
import secrets
from typing import Any

from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps


def seal_anew(apps: StateApps, _editor: BaseDatabaseSchemaEditor) -> None:
    """Give entries of before their new digests; one that was not as it was written stays as it is, and is found."""
    from serving.web.audit.heads import remember

    before: str | None = None
    for entry in apps.get_model("audit", "Entry").objects.order_by("number").iterator():
        former = entry.digest
        if former != _former_digest(entry):
            before = former
            continue
        entry.salt = secrets.token_hex(16) if entry.pupil_id or entry.why else ""
        entry.personal = _digest(entry.salt, entry.pupil_id, entry.why) if entry.salt else ""
        entry.before = before or entry.before
        entry.digest = before = _digest(
            entry.number, entry.at.isoformat(), entry.who, entry.action, entry.school_id, entry.what, entry.address,
            entry.personal, entry.before,
        )  # fmt: skip
        entry.save()
        remember(entry.number, entry.digest)


def _former_digest(entry: Any) -> str:
    said = [
        entry.number, entry.at.isoformat(), entry.who, entry.action, entry.pupil_id, entry.school_id, entry.what,
        entry.why, entry.address, entry.before,
    ]  # fmt: skip
    return _digest(*said)


def _digest(*said: object) -> str:
    return hashlib.sha256(json.dumps(said, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]

    operations = [
        migrations.AddField("entry", "personal", models.CharField(blank=True, max_length=64)),
        migrations.AddField("entry", "salt", models.CharField(blank=True, max_length=32)),
        migrations.RunPython(seal_anew, migrations.RunPython.noop),
    ]
