"""An erasure, step by step: each can be done again, so that one that was stopped is completed by the same command."""

from collections import Counter
from collections.abc import Collection, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from features.errors import Refused
from features.i18n.text import Bilingual
from features.store.database.connection import writing
from features.store.database.erased import readmit
from features.store.database.url import StoreUrl
from features.store.erasure.erasing import erase_pupils, stored_among
from features.store.erasure.free_pages import (
    BEYOND_REACH,
    BEYOND_REACH_POSTGRESQL,
    clear_pages,
    copies_of,
    delete_copies,
)
from features.store.erasure.retention import overdue
from features.store.erasure.stores_beside import stores_in
from features.store.erasure.table_files import record_files, remove_rows
from features.store.erasure.traces import Traces, without_words
from prezent.commands.registers.erasures.local_files import answered_pairs, clear_files, is_of_database, own_files
from prezent.commands.registers.erasures.pages_children import forget_in_pages, log_readmitted, pages_know
from prezent.commands.registers.imports.installation import open_settings_roster
from prezent.commands.registers.imports.marked_copies import is_marked_copy
from prezent.option_types import Place
from prezent.settings import Settings
from serving.roster.erasure_book import FOLDER, OPEN, Asked, ErasureBook, OpenErasure
from serving.roster.forgetting import NamedPeople, children_of, forget_people, known_people, named_people

_SHORT = Bilingual(
    "So short a pupil_id was looked for in tables of pupils alone: look through lists, pages and notes yourselves.",
    "Un pupil_id atât de scurt a fost căutat numai în tabele cu elevi: verificați dumneavoastră liste, pagini și note.",
)


@dataclass(frozen=True)
class Erasing:
    """An erasure in an installation: of the records at a place, and of everything else that lies here."""

    settings: Settings
    place: Place

    @property
    def book(self) -> ErasureBook:
        """The installation's erasures."""
        return ErasureBook(self.settings.var / FOLDER)

    @property
    def said_place(self) -> str:
        """The place for people; no password."""
        return str(self.place.absolute() if isinstance(self.place, Path) else self.place)

    def pseudonyms(self, pupils: Collection[str]) -> set[str]:
        """Return all pseudonyms of these children: also those of transfers, and of answers about who is who."""
        return set[str]().union(*self._children(pupils))

    def _children(self, pupils: Collection[str]) -> list[set[str]]:
        roster = open_settings_roster(self.settings)
        links = roster.links().items() if roster else ()
        return children_of(pupils, [*links, *answered_pairs(self.settings)])

    def is_known(self, pupils: Collection[str]) -> bool:
        """Tell whether anything of children is here: in the records, the roster or a file."""
        roster, traces = open_settings_roster(self.settings), Traces(frozenset(pupils))
        if any(stored_among(url, pupils) for url in self._stores()) or any(map(traces.in_file, self._tables())):
            return True
        if (roster and known_people(roster, sorted(pupils))) or pages_know(self.settings, pupils):
            return True
        return any(map(traces.in_file, own_files(self.settings)))

    def run(self, asked: OpenErasure) -> Mapping[str, Any]:
        """Erase children, or go on where the same erasure was stopped; return its receipt, which is kept.

        Raises
        ------
        Refused
            If an erasure in other records was stopped and has to be completed first, or another one goes on.
        OutsideServiceError
            If a database cannot be reached or another program keeps reading it; the same command then goes on.
        """
        with self.book.only_one():
            before = self.book.unfinished()
            if before and before.place != asked.place:
                raise Refused(_complete_first(before))
            erasure = before or self._without_names(asked)
            if before is None:
                self.book.begin(erasure)
            self.book.leave_out(self._children(erasure.pupils))
            people = named_people(open_settings_roster(self.settings), erasure.pupils)
            removed = self._remove(erasure, people)
            receipt = self._receipt(erasure, removed, people, resumed=before is not None)
            self.book.finish(receipt)
        return receipt

    def readmit(self, pupils: Collection[str], *, by: str, because: str) -> int:
        """Let children in again whom imports leave out, with a receipt of it.

        Returns
        -------
        int
            How many pseudonyms they have, also those that only the erasure knew; 0 where no child was left out.
        """
        with self.book.only_one():
            everyone = self.book.pseudonyms_of(pupils)
            found = 0
            for url in self._stores():  # the book last: it alone knows the others
                with writing(url) as connection:
                    found += readmit(connection, everyone)
            if not found + self.book.readmit(everyone):
                return 0
            words = without_words(because, everyone)
            log_readmitted(self.settings, by=by, because=words)
            about = {"number": self.book.next_number(), "kind": "readmit", "date": self.settings.today.isoformat()}
            self.book.keep({**about, "by": by, "reason": words, "records": self.said_place})
        return len(everyone)

    def kept_with(self, url: StoreUrl, months: int, kept: Collection[str]) -> set[str]:
        """Return children to keep with all their pseudonyms, and those of whom another pseudonym is not overdue."""
        due = set(overdue(url, today=self.settings.today, months=months).pupils)
        others = stored_among(url, self.pseudonyms(due) - due)
        return self.pseudonyms({*kept, *others})

    def _remove(self, erasure: OpenErasure, people: NamedPeople) -> Mapping[str, int]:
        """Take them out everywhere; out of the roster last, as only it knows under which names they were written."""
        pupils, removed = erasure.pupils, Counter[str]()
        for url in self._stores():
            removed.update(
                erase_pupils(url, pupils, by=erasure.by, because=erasure.because, without=people.taken_out_of)
            )
            removed.update({"copies": delete_copies(url)} if copies_of(url) else {})
            clear_pages(url)
        for path in self._tables():
            rows = remove_rows(path, pupils)
            removed.update({"rows_of_files": rows, "files_rewritten": 1} if rows else {})
        asked = Asked(self.book.next_number(), erasure.children, erasure.by, erasure.because)
        removed.update(forget_in_pages(self.settings, people, asked))
        removed.update(clear_files(self.settings, people))
        if roster := open_settings_roster(self.settings):
            removed.update(forget_people(roster, pupils))
        return dict(removed)

    def _receipt(
        self, erasure: OpenErasure, removed: Mapping[str, int], people: NamedPeople, *, resumed: bool
    ) -> Mapping[str, Any]:
        files, traces = self._all_files(), Traces(frozenset(erasure.pupils))
        named = Traces(frozenset(), people.phrases)  # in no database: another person there may have the same name
        found = [
            people.taken_out_of(str(path)) for path in files
            if traces.in_file(path)
            or (not is_of_database(path) and named.in_file(path))
            or (is_marked_copy(path) and people.may_be_in_sheets(path))
        ]  # fmt: skip
        found += [str(url) for url in self._stores() if stored_among(url, erasure.pupils)]
        postgresql = isinstance(self.place, StoreUrl) and self.place.file is None
        beyond = [BEYOND_REACH, *([BEYOND_REACH_POSTGRESQL] if postgresql else []), *([_SHORT] if traces.short else [])]
        return {
            "number": self.book.next_number(), "kind": erasure.kind, "children": erasure.children,
            "date": self.settings.today.isoformat(), "by": erasure.by, "reason": erasure.because,
            "records": erasure.place, "resumed": resumed, "removed": removed,
            "search": {
                "files": len(files), "bytes": sum(path.stat().st_size for path in files if path.exists()),
                "databases": len(self._stores()), "found_in": found,
            },
            "not_reached": [{"en": words.en, "ro": words.ro} for words in beyond],
        }  # fmt: skip

    def _without_names(self, asked: OpenErasure) -> OpenErasure:
        """Return what is asked without the child's pseudonyms and name in what people wrote."""
        people = named_people(open_settings_roster(self.settings), asked.pupils)
        words = {word for name in people.names for word in name.split()} if asked.kind == "erase" else set()
        by = without_words(asked.by, set(asked.pupils))
        return replace(asked, by=by, because=without_words(people.taken_out_of(asked.because), words))

    def _stores(self) -> list[StoreUrl]:
        own = [self.place] if isinstance(self.place, StoreUrl) else []
        return [*own, *(url for url in stores_in(self.settings.var) if url not in own)]

    def _tables(self) -> list[Path]:
        return record_files(self.place) if isinstance(self.place, Path) else []

    def _all_files(self) -> list[Path]:
        """Return every file of the installation and of the records, but the note of the erasure itself.

        Marked copies of sheets are written beside the records.
        """
        beside: set[Path] = set()
        if isinstance(self.place, Path):
            beside = {path for path in self.place.rglob("*") if path.is_file()}
        elif self.place.file:
            beside = {path for path in self.place.file.parent.glob(f"{self.place.file.name}*") if path.is_file()}
        if place := self.place.file if isinstance(self.place, StoreUrl) else self.place:
            with suppress(PermissionError):  # what cannot be listed is left to people, as all folders elsewhere
                beside |= set(filter(is_marked_copy, place.absolute().parent.iterdir()))
        local = {path for path in self.settings.var.rglob("*") if path.is_file() and not path.is_symlink()}
        return sorted((local | beside) - {self.book.folder / OPEN})


def _complete_first(before: OpenErasure) -> Bilingual:
    return Bilingual(
        f"An erasure in {before.place} was stopped before its end; complete it first: prezent {before.kind} "
        f"{before.place}.",
        f"O ștergere din {before.place} a fost întreruptă; duceți-o întâi la capăt: prezent {before.kind} "
        f"{before.place}.",
    )
