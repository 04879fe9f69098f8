"""The sheets of an upload read with the same code as the command: what is asked, wrong, or would come."""

import datetime as dt
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from features.errors import Refused
from features.files.whole_files import write_text_whole
from features.i18n.text import Bilingual
from features.importers.changes.vanished_subjects import VanishedSubject, read_as_with, with_vanished
from features.importers.import_origin import hash_of, with_key
from features.importers.pseudonyms import DoubtfulPair
from features.importers.spreadsheets.importer import Keep, SheetImport, read_workbooks
from features.importers.spreadsheets.mapping import SheetMapping, mapping_file, mapping_text, read_mapping
from features.importers.spreadsheets.questions import Ask, OpenQuestions, Question
from features.schema.problems import Problem, RecordsError
from features.store.database.url import StoreUrl
from features.store.imports.trial import Trial
from serving.roster.erasure_book import FOLDER, ErasureBook, left_out_words
from serving.roster.installation import Installation, open_installation
from serving.web.configuration.django_settings import started_with
from serving.web.configuration.erased import erased_among
from serving.web.imports.models import Upload
from serving.web.imports.uploads import answers_of, files_of, keep_answers

if TYPE_CHECKING:
    from features.store.imports.importing import ImportResult

NO_DATABASE = Bilingual(
    "This service answers from a folder of files.", "Acest serviciu răspunde dintr-un dosar cu fișiere."
)
_ONE, _TWO = "one", "two"


@dataclass(frozen=True)
class Told:
    """What the sheets of an upload told: questions or doubts first, problems, else what they say.

    ``understood`` is what the sheets mean where only the doubts about children are open.
    """

    questions: tuple[Question, ...] = ()
    pairs: tuple[DoubtfulPair, ...] = ()
    problems: tuple[Problem, ...] = ()
    found: SheetImport | None = None
    understood: SheetMapping | None = None


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
    from features.store.database.declared_text import key_of_store

    start = started_with()
    keyring = start.keyring or start.var / "keyring.toml"
    return open_installation(start.roster, keyring, made_with=key_of_store(url))


def told_by(upload: Upload, opened: Installation) -> Told:
    """Read the sheets of an upload with what was answered, now and before."""
    return _read(upload, opened, answers_of(upload))


def told_with(upload: Upload, opened: Installation, given: Mapping[str, str]) -> Told:
    """Read the sheets of an upload with answers that are given now, which are kept at once for this upload and others.

    ``given`` are answers by what their questions are kept under; what is none is as if it were not there.
    """
    answers = {**answers_of(upload), **{key: text.strip() for key, text in given.items() if text.strip()}}
    taken: dict[str, str] = {}

    def allowed(question: Question) -> str:
        answer = answers.get(question_key(question), "")
        if question.allows(answer):
            taken[question_key(question)] = answer
        return answer

    told = _read(upload, opened, answers, ask=allowed, keep=_remember)
    for pair in told.pairs:
        taken |= pair_answer(pair, answers.get(f"pair-{pair.same()[0]}", ""))
    keep_answers(upload, taken)
    if told.understood is not None and any(key.startswith("pair:") for key in taken):
        _remember(_with_pairs(told.understood, taken))
        return _read(upload, opened, answers_of(upload))
    return told


def _read(
    upload: Upload, opened: Installation, answers: Mapping[str, str], *, ask: Ask | None = None,
    keep: Keep | None = None,
) -> Told:  # fmt: skip
    files = files_of(upload)
    try:
        found = read_workbooks(
            list(files), school_id=upload.school_id, pseudonyms=opened.pseudonyms, today=upload.exported_on,
            school_year=upload.school_year, mapping=_known(upload, answers), names=files,
            ask=ask or (lambda question: answers.get(question_key(question), "")), keep=keep,
            known_children=opened.known_children(upload.school_id, store()),
        )  # fmt: skip
    except OpenQuestions as error:
        return Told(questions=error.questions)
    except RecordsError as error:
        return Told(problems=error.problems)
    book = ErasureBook(started_with().var / FOLDER)
    if pairs := found.doubtful_pairs(left_out=book.left_out(pupil.pupil_id for pupil in found.pupils)):
        return Told(pairs=tuple(pairs), understood=found.mapping)
    records, erased = book.without_erased(with_key(found.records, opened.pseudonyms))
    if records.partial:
        records = replace(records, notes=(*records.notes, records.partial.words()))
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


def bring_in(url: StoreUrl, upload: Upload, opened: Installation, found: SheetImport, *, who: str, today: dt.date,
             newer_gone: bool) -> Brought:  # fmt: skip
    """Bring an upload into the database, whole or not at all; keep the names, and remember the answers.

    OlderFileError where it seems older than what is there, unless somebody said that what is newer is gone.
    """
    done = _imported(url, upload, found, who=who, today=today, day_told=newer_gone)
    people = found.records.people
    if opened.roster is not None and people is not None and not people.empty:
        opened.roster.keep(people, key_id=opened.pseudonyms.key_id, left_out=erased_among)
    _remember(found.mapping)
    return Brought(done.batch.number, done.batch.rows, done.again)


def taking_back(found: SheetImport, vanished: Sequence[VanishedSubject]) -> SheetImport:
    """Return what sheets say as the whole of the subjects that are said to be gone, too: their rows are taken back."""
    if not vanished:
        return found
    return replace(found, records=with_vanished(found.records, vanished), read_as=read_as_with(found.read_as, vanished))


def as_whole(found: SheetImport) -> SheetImport:
    """Return what sheets say as the whole of their lists, too, however few children they name."""
    return replace(found, records=found.records.with_whole_lists(), read_as=f"{found.read_as}\nwhole")


def tried(url: StoreUrl, upload: Upload, found: SheetImport, *, who: str, today: dt.date) -> Trial:
    """Bring an upload into the database and take it back, as the command's dry run does; RecordsError as there."""
    _imported(url, upload, found, who=who, today=today, day_told=False, trial=(trial := Trial()))
    return trial


def _imported(
    url: StoreUrl, upload: Upload, found: SheetImport, *, who: str, today: dt.date, day_told: bool,
    trial: Trial | None = None,
) -> "ImportResult":  # fmt: skip
    from features.store.imports.importing import import_batch

    files = files_of(upload)
    sha256 = hash_of(list(files), found.read_as)
    if not all(path.is_file() for path in files):  # removed while they were read: the hash is of nothing
        raise FileNotFoundError(upload.opaque)
    return import_batch(
        url, found.records, day=upload.exported_on, who=who, file_name=", ".join(files.values()),
        sha256=sha256, today=today, kind="school", trial=trial, day_told=day_told,
    )  # fmt: skip


def _remember(mapping: SheetMapping) -> None:
    """Keep what the sheets of a school mean where the command keeps it too."""
    remembered = mapping_file(started_with().var, mapping.school_id)
    remembered.parent.mkdir(parents=True, mode=0o700, exist_ok=True)
    write_text_whole(remembered, mapping_text(mapping))


def _known(upload: Upload, answers: Mapping[str, str]) -> SheetMapping:
    """Return what is remembered of the school's sheets, with the answers about rows that may be one child."""
    path = mapping_file(started_with().var, upload.school_id)
    known = read_mapping(path) if path.exists() else SheetMapping(upload.school_id)
    if known.school_id not in ("", upload.school_id):
        known = SheetMapping(upload.school_id)  # of a school whose code makes the same name of a file
    return _with_pairs(known, answers)


def _with_pairs(known: SheetMapping, answers: Mapping[str, str]) -> SheetMapping:
    pairs = {key.removeprefix("pair:"): text.split(" ") for key, text in answers.items() if key.startswith("pair:")}
    same = {other: pupil for other, (pupil, answer) in pairs.items() if answer == _ONE}
    apart = {other: pupil for other, (pupil, answer) in pairs.items() if answer == _TWO}
    return replace(known, same_pupil={**known.same_pupil, **same}, other_pupil={**known.other_pupil, **apart})
