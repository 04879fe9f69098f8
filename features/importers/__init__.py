"""Outside formats that become records: one module per format; each writes a record folder, or nothing."""

import importlib
from pathlib import Path

IMPORTERS = {
    "uci-student": ("features.importers.uci_student.importer", "import_uci_student"),
    "oulad": ("features.importers.oulad.importer", "import_oulad"),
}


def import_source(outside_format: str, source: Path, out: Path) -> None:
    """Write the records of an outside source; only the reader of its format is imported.

    Raises
    ------
    UsageError
        If the source is not of that format, or ``out`` already holds something.
    RecordsError
        If cells of it are wrong; it carries all of them.
    """
    module, importer = IMPORTERS[outside_format]
    getattr(importlib.import_module(module), importer)(source, out)
