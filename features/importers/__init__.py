"""Outside formats that become records: one module per format, each a function that returns what it read.

A further format is one line of ``IMPORTERS``: its name, the module that reads it and the function in it,
``(source, options) -> ImportedRecords``. It writes nothing; one that needs no pseudonyms needs no options.
"""

import importlib
from pathlib import Path

from features.importers.options import ImportOptions
from features.records.imported_records import ImportedRecords

IMPORTERS = {
    "uci-student": ("features.importers.uci_student.importer", "import_uci_student"),
    "oulad": ("features.importers.oulad.importer", "import_oulad"),
    "aspen": ("features.importers.aspen.importer", "import_aspen"),
    "edfi": ("features.importers.edfi.importer", "import_edfi"),
    "edualert": ("features.importers.edualert.importer", "import_edualert"),
    "oneroster": ("features.importers.oneroster.importer", "import_oneroster"),
    "siiir": ("features.importers.siiir.importer", "import_siiir"),
}


def read_source(outside_format: str, source: Path, options: ImportOptions | None = None) -> ImportedRecords:
    """Read an outside source; only the reader of its format is imported.

    Raises
    ------
    UsageError
        If the source is not of that format.
    RecordsError
        If cells of it are wrong; it carries all of them.
    """
    module, importer = IMPORTERS[outside_format]
    imported: ImportedRecords = getattr(importlib.import_module(module), importer)(source, options)
    return imported


def import_source(outside_format: str, source: Path, out: Path) -> None:
    """Write the records of an outside source as a folder, which must not hold anything yet, or write nothing."""
    from features.records.writer import refuse_full_folder, write_records

    refuse_full_folder(out)
    imported = read_source(outside_format, source)
    write_records(out, imported.tables, config=imported.config)
