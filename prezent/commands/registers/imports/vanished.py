"""Subjects that earlier imports had and the sheets have no more: told, and taken back where that is asked for."""

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from features.i18n.numbers import counted
from features.i18n.text import Bilingual
from prezent.bilingual_commands import echo
from prezent.commands.registers.imports.origin import Origin

if TYPE_CHECKING:
    from features.importers.import_differences import VanishedSubject
    from features.records.imported_records import ImportedRecords
    from features.records.records import Records

_ROWS: Mapping[str, tuple[tuple[str, str], tuple[str, str]]] = {
    "grades": (("mark", "marks"), ("notă", "note")),
    "attendance": (("row of absences", "rows of absences"), ("rând de absențe", "rânduri de absențe")),
}


def said_vanished(
    before: "Records | None", imported: "ImportedRecords", origin: Origin, *, gone: bool
) -> "tuple[ImportedRecords, Origin]":
    """Say which subjects are in the sheets no more; with ``gone`` return the import as one that takes them back."""
    from features.importers.import_differences import vanished_subjects, with_vanished

    found = vanished_subjects(before, imported) if before is not None and imported.coverage else []
    for each in found:
        echo(_sentence(each, gone=gone))
    if not gone or not found:
        return imported, origin
    said = "\n".join(f"{each.table} {each.class_label} {each.subject}" for each in found)
    return with_vanished(imported, found), replace(origin, read_as=f"{origin.read_as}\ngone\n{said}")


def _sentence(vanished: "VanishedSubject", *, gone: bool) -> Bilingual:
    english, romanian = _ROWS[vanished.table]
    rows = Bilingual(counted(vanished.rows, *english, "en"), counted(vanished.rows, *romanian, "ro"))
    place = Bilingual(f"{vanished.subject}, {vanished.class_label}", f"{vanished.subject}, {vanished.class_label}")
    if gone:
        return Bilingual(
            f"{place.en}: in the sheets no more; {rows.en} of earlier imports are taken back.",
            f"{place.ro}: nu mai apare în foi; se retrag {rows.ro} din importurile anterioare.",
        )
    return Bilingual(
        f"{place.en}: in the sheets no more; {rows.en} of earlier imports stay. If they were deleted, import again with "
        "--gone.",
        f"{place.ro}: nu mai apare în foi; {rows.ro} din importurile anterioare rămân. Dacă au fost șterse, importați "
        "din nou cu --gone.",
    )
