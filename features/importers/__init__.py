"""Outside formats that become records: one module per format; each writes a record folder, or nothing."""

import importlib
from pathlib import Path

from features.importers.options import ImportOptions
from features.records.imported_records import ImportedRecords

IMPORTERS = {
    "uci-student": ("features.importers.uci_student.importer", "import_uci_student"),
    "oulad": ("features.importers.oulad.importer", "import_oulad"),
}
SYSTEMS = {
    "aspen": ("features.importers.aspen.importer", "import_aspen"),
    "edfi": ("features.importers.edfi.importer", "import_edfi"),
    "edualert": ("features.importers.edualert.importer", "import_edualert"),
    "oneroster": ("features.importers.oneroster.importer", "import_oneroster"),
    "siiir": ("features.importers.siiir.importer", "import_siiir"),
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


def read_source(outside_format: str, source: Path, options: ImportOptions) -> ImportedRecords:
    """Return the records of another system's files; only the reader of that system is imported.

    Raises
    ------
    UsageError
        If the source is not there, or is nothing of that system.
    RecordsError
        If files, rows or cells of it are wrong; it carries all problems.
    """
    module, importer = SYSTEMS[outside_format]
    imported: ImportedRecords = getattr(importlib.import_module(module), importer)(source, options)
    return imported
