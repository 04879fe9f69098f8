"""The sheets of an upload read with the same code as the command: what is asked, wrong, or would come."""

import datetime as dt
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace

from features.errors import Refused
from features.files.whole_files import write_text_whole
from features.i18n.text import Bilingual
from features.importers.import_differences import TableDifference, import_differences
from features.importers.import_origin import hash_of, with_key
from features.importers.pseudonyms import DoubtfulPair
from features.importers.spreadsheets.importer import SheetImport, read_workbooks
from features.importers.spreadsheets.mapping import SheetMapping, mapping_file, mapping_text, read_mapping
from features.importers.spreadsheets.questions import OpenQuestions, Question
from features.schema.problems import Problem, RecordsError
from features.store.database.url import StoreUrl
from serving.roster.erasure_book import FOLDER, ErasureBook, left_out_words
from serving.roster.installation import Installation, open_installation
from serving.web.configuration.django_settings import started_with
from serving.web.imports.models import Upload
from serving.web.imports.uploads import answers_of, files_of

NO_DATABASE = Bilingual(
    "This service answers from a folder of files.", "Acest serviciu răspunde dintr-un dosar cu fișiere."
)
_ONE, _TWO = "one", "two"


@dataclass(frozen=True)
class Told:
    """What the sheets of an upload told: questions or doubts first, problems, else what they say."""

    questions: tuple[Question, ...] = ()
    pairs: tuple[DoubtfulPair, ...] = ()
    problems: tuple[Problem, ...] = ()
    found: SheetImport | None = None


@dataclass(frozen=True)
class Brought:
    """What an import came to: its number in the database, its rows, and whether the same files were there already."""

    number: int
    rows: int
    again: bool


def store() -> StoreUrl | None:
    """Return the database that records are brought into; None where the service answers from a folder."""
    text = started_with().records
    return None if text is None else StoreUrl(text)


def required_store() -> StoreUrl:
    """Return the database of records; Refused where there is none."""
    url = store()
    if url is None:
        raise Refused(NO_DATABASE)
    return url


def installation(url: StoreUrl) -> Installation:
    """Open the key and the roster of this installation; Refused where the database was made with another key."""
    from features.store.imports.stored_key import key_of_store

    start = started_with()
    keyring = start.keyring or start.var / "keyring.toml"
    return open_installation(start.roster, keyring, made_with=key_of_store(url))


def told_by(upload: Upload, opened: Installation) -> Told:
    """Read the sheets of an upload with what was answered, now and before."""
    answers = answers_of(upload)
    files = files_of(upload)
    try:
        found = read_workbooks(
            list(files), school_id=upload.school_id, pseudonyms=opened.pseudonyms, today=upload.exported_on,
            school_year=upload.school_year, mapping=_known(upload, answers), names=files,
            ask=lambda question: answers.get(question_key(question), ""),
            known_children=opened.known_children(upload.school_id, store()),
        )  # fmt: skip
    except OpenQuestions as error:
        return Told(questions=error.questions)
    except RecordsError as error:
        return Told(problems=error.problems)
    book = ErasureBook(started_with().var / FOLDER)
    if pairs := found.doubtful_pairs(left_out=book.left_out(pupil.pupil_id for pupil in found.pupils)):
        return Told(pairs=tuple(pairs))
    records, erased = book.without_erased(with_key(found.records, opened.pseudonyms.key_id))
    if erased:
        records = replace(records, notes=(*records.notes, left_out_words(erased)))
    return Told(found=replace(found, records=records))


def question_key(question: Question) -> str:
    """Return what an answer to a question is kept under; the same question of another file of that layout is one."""
    told = "\0".join((question.kind, question.fingerprint, question.text))
    return hashlib.sha256(told.encode()).hexdigest()[:16]


def pair_answer(pair: DoubtfulPair, answer: str) -> dict[str, str]:
    """Return the answer about two rows as it is kept; nothing where it is none."""
    other, pupil = pair.same()
    return {f"pair:{other}": f"{pupil} {answer}"} if answer in (_ONE, _TWO) else {}


def differences(url: StoreUrl, found: SheetImport, *, school_id: str, today: dt.date) -> list[TableDifference]:
    """Return what an import would change, table by table; RecordsError with every problem."""
    from features.importers.checked_import import checked_import
    from features.records.known_before import records_of_schools
    from features.records.records import load_records
    from features.store.database.connection import NoStoreError
    from features.store.source import RecordStore

    with checked_import(found.records, today=today) as now:
        if now is None:
            return []
        try:
            before = records_of_schools(load_records(RecordStore(url), today=today), {school_id})
        except NoStoreError:
            before = None
        except RecordsError as error:
            if any(each.code != "no_enrolments" for each in error.problems):
                raise
            before = None
        return import_differences(before, now, found.records.coverage)


def bring_in(url: StoreUrl, upload: Upload, opened: Installation, found: SheetImport, *, who: str,
             today: dt.date) -> Brought:  # fmt: skip
    """Bring an upload into the database, whole or not at all; keep the names, and remember the answers."""
    from features.store.imports.importing import import_batch

    files = files_of(upload)
    done = import_batch(
        url, found.records, day=upload.exported_on, who=who, file_name=", ".join(files.values()),
        sha256=hash_of(list(files), found.read_as), today=today, kind="school",
    )  # fmt: skip
    people = found.records.people
    if opened.roster is not None and people is not None and not people.empty:
        opened.roster.keep(people, key_id=opened.pseudonyms.key_id)
    remembered = mapping_file(started_with().var, upload.school_id)
    remembered.parent.mkdir(parents=True, mode=0o700, exist_ok=True)
    write_text_whole(remembered, mapping_text(found.mapping))
    return Brought(done.batch.number, done.batch.rows, done.again)


def _known(upload: Upload, answers: Mapping[str, str]) -> SheetMapping:
    """Return what is remembered of the school's sheets, with the answers about rows that may be one child."""
    path = mapping_file(started_with().var, upload.school_id)
    known = read_mapping(path) if path.exists() else SheetMapping(upload.school_id)
    if known.school_id not in ("", upload.school_id):
        known = SheetMapping(upload.school_id)  # of a school whose code makes the same name of a file
    pairs = {key.removeprefix("pair:"): text.split(" ") for key, text in answers.items() if key.startswith("pair:")}
    same = {other: pupil for other, (pupil, answer) in pairs.items() if answer == _ONE}
    apart = {other: pupil for other, (pupil, answer) in pairs.items() if answer == _TWO}
    return replace(known, same_pupil={**known.same_pupil, **same}, other_pupil={**known.other_pupil, **apart})
