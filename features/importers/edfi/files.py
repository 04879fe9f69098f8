"""The Ed-Fi files of a folder, read into one table for each resource."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from features.errors import UsageError
from features.i18n.text import Bilingual
from features.importers.edfi.json_objects import LINES, read_objects
from features.importers.edfi.resources import RESOURCES, STUDENT, Resource, code_value
from features.importers.edfi.xml_elements import Element, UnreadableFileError, read_elements
from features.importers.options import ImportOptions
from features.importers.outside_tables import FILE, ROW, OutsideProblems, checked_rows, texts_table, with_year_labels
from features.reading.folder import RawTable
from features.schema.problems import Problem

# students-2.json, students (2).json, students_page_2.json, students_offset=500&limit=500.json
_PAGE = re.compile(r"(?:[-_. &?]*(?:\(\d+\)|(?:(?:page|offset|limit|part)[-_.= ]?)?\d+))+$", re.IGNORECASE)
_SHOWN = 5  # files passed over that are named
_COLUMNS = {each.element: frozenset(column.name for column in each.table.columns) for each in RESOURCES}
_BY_NAME = {name.lower(): resource for resource in RESOURCES for name in resource.names}
_DESCRIPTORS = (
    "attendanceEventCategory", "relation", "birthSex", "entryGradeLevel", "exitWithdrawType", "behavior",
    "disciplineIncidentParticipationCode", "highestCompletedLevelOfEducation",
)  # fmt: skip


@dataclass(frozen=True)
class EdFiTables:
    """The rows of each resource, typed, without what is wrong; a resource that no file has is empty.

    ``partial`` are resources of which a file could not be read; ``notes`` say what was passed over.
    """

    frames: Mapping[str, pd.DataFrame]
    partial: frozenset[str] = frozenset()
    notes: tuple[Bilingual, ...] = ()

    def of(self, resource: Resource) -> pd.DataFrame:
        """Return the rows of a resource."""
        return self.frames[resource.element]


def read_edfi(folder: Path, options: ImportOptions, problems: OutsideProblems) -> EdFiTables:
    """Read every ``.xml``, ``.json`` and ``.jsonl`` file of a folder; what is wrong is added to the problems.

    Raises
    ------
    UsageError
        If there is no such folder.
    """
    if not folder.is_dir():
        raise UsageError(
            Bilingual(
                f"{folder} is not a folder; name the folder with the Ed-Fi files (.xml or .json).",
                f"{folder} nu este un dosar; indicați dosarul cu fișierele Ed-Fi (.xml sau .json).",
            )
        )
    raws: dict[str, list[RawTable]] = {resource.element: [] for resource in RESOURCES}
    partial: set[str] = set()
    for path, resource, elements in _sources(folder):
        told = len(problems.found)
        for element, raw in _tables_of(path, elements, problems):
            raws[element].append(raw)
        if len(problems.found) > told:
            partial |= {resource.element} if resource else set(raws)
    if not raws[STUDENT.element] and not problems.found:
        files = "Student.xml, students.json …"
        problems.add([Problem("no_source_files", folder.name, values={"system": "Ed-Fi", "files": files})])
        partial.add(STUDENT.element)
    frames = {resource.element: _typed(resource, raws[resource.element], options, problems) for resource in RESOURCES}
    return EdFiTables(frames, frozenset(partial), _passed_over(folder))


def _sources(folder: Path) -> Iterator[tuple[Path, Resource | None, Iterator[Element]]]:
    """Yield the files that are read, with the resource of which all of it is; others of the API are passed over."""
    for path in _files(folder):
        if path.suffix.lower() == ".xml":
            yield path, None, read_elements(path, _COLUMNS)
        elif resource := _resource_of(path):
            yield path, resource, read_objects(path, resource.element, _COLUMNS[resource.element])


def _files(folder: Path) -> list[Path]:
    endings = (".xml", ".json", *LINES)
    return [path for path in sorted(folder.rglob("*")) if path.suffix.lower() in endings and path.is_file()]


def _passed_over(folder: Path) -> tuple[Bilingual, ...]:
    """Return a note of the JSON files that are of no resource that is read: a page may have an unusual name."""
    others = [path for path in _files(folder) if path.suffix.lower() != ".xml" and _resource_of(path) is None]
    if not others:
        return ()
    names = ", ".join(str(path.relative_to(folder)) for path in others[:_SHOWN])
    more = len(others) - _SHOWN
    rest = Bilingual(f" and {more} more", f" și încă {more}") if more > 0 else Bilingual("", "")
    return (Bilingual(f"not read: {names}{rest.en}", f"nu s-au citit: {names}{rest.ro}"),)


def _resource_of(path: Path) -> Resource | None:
    """Return the resource of which a file is a page, by its name or that of its folder."""
    stem = _PAGE.sub("", path.stem).lower()
    return _BY_NAME.get(stem) or _BY_NAME.get(path.parent.name.lower())


def _tables_of(path: Path, elements: Iterator[Element], problems: OutsideProblems) -> Iterator[tuple[str, RawTable]]:
    read: dict[str, list[Element]] = {}
    try:
        for element in elements:
            read.setdefault(element.name, []).append(element)
    except UnreadableFileError as error:
        problems.add([error.problem])
    for resource in RESOURCES:
        if found := read.get(resource.element):
            rows = [each.texts for each in found]
            yield resource.element, texts_table(resource.table, path.name, rows, [each.line for each in found])


def _typed(resource: Resource, raws: list[RawTable], options: ImportOptions, problems: OutsideProblems) -> pd.DataFrame:
    if not raws:
        raws = [texts_table(resource.table, "", [], [])]
    rows = checked_rows(raws, problems, today=options.today)
    for name in _DESCRIPTORS:
        if name in rows:
            rows[name] = rows[name].map(code_value, na_action="ignore")
    if "schoolYear" in rows:
        rows = with_year_labels(rows, "schoolYear", problems)
    return rows.sort_values([FILE, ROW], kind="stable", ignore_index=True)
