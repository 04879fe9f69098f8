"""All warnings of records, computed when somebody asks for them."""

from collections.abc import Collection, Sequence

from features.i18n.numbers import counted
from features.i18n.text import Language
from features.records.known_before import standing_records
from features.records.records import Records
from features.warnings.enrolment_rows import odd_enrolments
from features.warnings.numbered_records import NumberedRecords
from features.warnings.record_warning import RecordWarning
from features.warnings.said_twice import said_twice
from features.warnings.school_marks import odd_classes
from features.warnings.story_rows import odd_stories

_KINDS = (said_twice, odd_stories, odd_enrolments, odd_classes)


def records_warnings(records: Records) -> tuple[RecordWarning, ...]:
    """Return what is allowed but odd in records: a warning for each way, with its rows; none about rows taken back."""
    numbered = NumberedRecords(standing_records(records))
    return tuple(warning for kind in _KINDS for warning in kind(numbered))


def warnings_of(warnings: Sequence[RecordWarning], pupil_ids: Collection[str]) -> tuple[RecordWarning, ...]:
    """Return those warnings that touch some children, each about their rows only."""
    found = (warning.of_pupils(pupil_ids) for warning in warnings)
    return tuple(warning for warning in found if warning is not None)


def warning_lines(warnings: Sequence[RecordWarning], language: Language) -> list[str]:
    """Return a heading with their number and a line for each warning; nothing without any."""
    if not warnings:
        return []
    one, many = ("avertisment", "avertismente") if language == "ro" else ("warning", "warnings")
    heading = f"{counted(len(warnings), one, many, language)}:"
    return [heading, *(warning.sentence(language) for warning in warnings)]
