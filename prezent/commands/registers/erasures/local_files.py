"""Files of the installation that name children: tables lose their rows, logs the words, lists go as a whole."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from features.files.whole_files import write_text_whole
from features.store.erasure.stores_beside import ENDINGS
from features.store.erasure.table_files import is_table, remove_rows
from features.store.erasure.traces import Traces, without_words
from prezent.commands.registers.imports.marked_copies import is_marked_copy
from prezent.settings import CONFIG_FILE, Settings
from serving.roster.access_log import ACCESS_LOG
from serving.roster.erasure_book import FOLDER

if TYPE_CHECKING:
    from serving.roster.forgetting import NamedPeople

_BESIDE_DATABASES = ("-wal", "-shm", "-journal")


def clear_files(settings: Settings, people: "NamedPeople") -> Mapping[str, int]:
    """Take children out of the files in the folder for everything local; return how many of what went.

    A table (CSV, Parquet) loses their rows, a log their pseudonyms, a mapping the answers about them; any other file in
    which they are, such as a printed list, is deleted, a table too in which they still are by name, and a marked copy
    of sheets in which they may be. Databases, the key and MLflow's files are left as they are.
    """
    from features.importers.spreadsheets.mapping import MAPPINGS

    pupils, removed = people.pupils, Counter[str]()
    traces = Traces(pupils, people.phrases)
    for path in own_files(settings):
        if is_table(path):
            rows = remove_rows(path, pupils)
            removed.update({"rows_of_files": rows, "files_rewritten": 1} if rows else {})
            removed.update(_delete(path) if traces.in_file(path) else {})
        elif path.parent.name == MAPPINGS and path.suffix == ".toml":
            removed.update(_forget_answers(path, pupils))
        elif traces.in_file(path) or (is_marked_copy(path) and people.may_be_in_sheets(path)):
            removed.update(_forget_words(path, people) if path.suffix == ".log" else _delete(path))
    return dict(removed)


def own_files(settings: Settings) -> Iterator[Path]:
    """Yield the files in the folder for everything local that may be changed: no database, key or file of MLflow."""
    kept = {settings.keyring, settings.var / CONFIG_FILE, settings.var / ACCESS_LOG}
    for path in sorted(settings.var.rglob("*")):
        inside = path.relative_to(settings.var).parts
        if path.is_symlink() or not path.is_file() or path in kept or "mlflow" in inside or inside[0] == FOLDER:
            continue
        if not is_of_database(path):
            yield path


def is_of_database(path: Path) -> bool:
    """Tell whether a file is a database or what lies beside it while it is open."""
    name = path.name
    for ending in _BESIDE_DATABASES:
        name = name.removesuffix(ending)
    return Path(name).suffix.lower() in ENDINGS


def _forget_answers(path: Path, pupils: Collection[str]) -> Mapping[str, int]:
    """Take answers about which rows are one child out of a mapping."""
    from features.importers.spreadsheets.mapping import mapping_text, read_mapping

    known, gone = read_mapping(path), set(pupils)
    same, other = (
        {first: second for first, second in pairs.items() if not gone & {first, second}}
        for pairs in (known.same_pupil, known.other_pupil)
    )
    count = len(known.same_pupil) + len(known.other_pupil) - len(same) - len(other)
    if count:
        write_text_whole(path, mapping_text(replace(known, same_pupil=same, other_pupil=other)))
    return {"answers": count} if count else {}


def _forget_words(path: Path, people: "NamedPeople") -> Mapping[str, int]:
    text = path.read_text(encoding="utf-8", errors="replace")
    write_text_whole(path, people.taken_out_of(without_words(text, people.pupils)))
    return {"logs": 1}


def _delete(path: Path) -> Mapping[str, int]:
    path.unlink(missing_ok=True)
    return {"files_deleted": 1}


def answered_pairs(settings: Settings) -> list[tuple[str, str]]:
    """Return the pairs of pseudonyms that answers in the mappings say are one child."""
    from features.importers.spreadsheets.mapping import MAPPINGS, read_mapping

    mappings = map(read_mapping, sorted((settings.var / MAPPINGS).glob("*.toml")))
    return [pair for mapping in mappings for pair in mapping.same_pupil.items()]
