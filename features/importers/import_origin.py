"""What tells one import from another: the content of its files, how they were read, and under which key."""

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from features.importers.identity_number_drop import without_identity_numbers
from features.importers.pseudonyms import Pseudonyms
from features.records.imported_records import ImportedRecords


def with_key(imported: ImportedRecords, pseudonyms: Pseudonyms) -> ImportedRecords:
    """Return what was imported with the id of the key that made its pseudonyms, and without identity numbers.

    Pseudonyms that its children had before they moved, or while they were taken for others, are told with it.
    """
    section = f'[import]\nkey = "{pseudonyms.key_id}"\n'
    config = "\n".join(filter(None, [imported.config, section]))
    return replace(
        without_identity_numbers(imported), config=config, former=imported.former | _former_ids(imported, pseudonyms)
    )


def _former_ids(imported: ImportedRecords, pseudonyms: Pseudonyms) -> frozenset[tuple[str, str]]:
    """Return the ids that children of an import had by their own school, or had by a link that was taken back.

    Each is with the school in which it is one no longer: the former id of another child may go on in another school,
    whose rows may be in the same files.
    """
    if "enrolments" not in imported.tables:
        return frozenset()
    enrolments = imported.tables["enrolments"]
    told = set(zip(enrolments["school_id"], enrolments["pupil_id"], strict=True))
    schools, pupils = {school for school, _ in told}, {pupil for _, pupil in told}
    linked = {(school, other) for other, pupil in pseudonyms.links.items() if pupil in pupils for school in schools}
    parted = {
        (each.school_id, each.pupil_id)
        for each in pseudonyms.parted
        if (each.school_id, each.other_id) in told and (each.school_id, each.pupil_id) not in told
    }
    return frozenset(linked | parted)


def hash_of(files: Sequence[Path], read_as: str = "") -> str:
    """Return a hash of the content of files, and of how they were read: the same file read otherwise is another one.

    Files bear whatever names; those of a folder bear the same ones.
    """
    parts = sorted(_hash_of_content(path) for path in files)
    if len(parts) == 1 and not read_as:
        return parts[0]
    return hashlib.sha256("\0".join([*parts, read_as]).encode()).hexdigest()


def _hash_of_content(path: Path) -> str:
    if path.is_file():
        with path.open("rb") as opened:
            return hashlib.file_digest(opened, "sha256").hexdigest()
    files: Sequence[Path] = sorted(each for each in path.rglob("*") if each.is_file())
    told = (f"{each.relative_to(path).as_posix()}\0{_hash_of_content(each)}" for each in files)
    return hashlib.sha256("\0".join(told).encode()).hexdigest()
