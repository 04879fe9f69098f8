"""The log written to a file: one entry a line, with the digests by which anybody can check it."""

import json
from pathlib import Path

from features.files.whole_files import write_whole
from serving.web.audit.chain import record
from serving.web.audit.models import Entry

FIELDS = ("number", "at", "who", "action", "pupil_id", "school_id", "what", "why", "address", "salt",
          "personal", "before", "digest")  # fmt: skip


def export_log(path: Path) -> int:
    """Write all entries, the one about this export among them; return how many."""
    record(None, "log_exported", what={"file": path.name})
    written = 0

    def write(half: Path) -> None:
        nonlocal written
        with half.open("w", encoding="utf-8") as file:
            for entry in Entry.objects.order_by("number").iterator():
                values = {name: getattr(entry, name) for name in FIELDS} | {"at": entry.at.isoformat()}
                file.write(json.dumps(values, ensure_ascii=False) + "\n")
                written += 1

    write_whole(path, write)
    return written
