"""The resources of Ed-Fi that records are made of, and what is read of each.

A thing has one name however it is written: ``SchoolReference/SchoolIdentity/SchoolId`` in XML and
``schoolReference.schoolId`` in JSON are ``schoolId``; a descriptor has the name without that word. What is nearest to
the top counts. What was called a parent until Ed-Fi 4 is a contact. Nothing else is read: no race, ethnicity, language,
health, or number of a document.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from features.i18n.text import Bilingual
from features.schema.columns import Column, Kind, Table

_RANGES: Mapping[str, tuple[float, float, Bilingual]] = {
    "numericGradeEarned": (0, 200, Bilingual("a mark in per cent", "o notă în procente")),
    "eventDuration": (0, 4, Bilingual("a share of the school day", "o parte din ziua de școală")),
    "schoolAttendanceDuration": (0, 1440, Bilingual("minutes", "minute")),
    "sectionAttendanceDuration": (0, 1440, Bilingual("minutes", "minute")),
}
ID = "id"  # what references of an XML file point to
_MEANINGS: Mapping[str, Bilingual] = {
    "date": Bilingual("a day, such as 2021-08-23", "o zi, de pildă 2021-08-23"),
    "number": Bilingual("a number", "un număr"),
    "yes_no": Bilingual("true or false", "true sau false"),
    "text": Bilingual("a text", "un text"),
}


@dataclass(frozen=True)
class Resource:
    """A kind of thing: its element in XML, its names in the API, and the columns that are read."""

    element: str
    names: tuple[str, ...]
    table: Table


def _column(name: str, kind: Kind, *, required: bool, past: bool) -> Column:
    low, high, meaning = _RANGES.get(name, (None, None, _MEANINGS[kind]))
    return Column(name, kind, meaning, required, low=low, high=high, past=past)


def _resource(element: str, *names: str, required: str, texts: str = "", **kinds: str) -> Resource:
    """Return a resource; columns are written as words."""
    of_kind: dict[str, Kind] = dict.fromkeys(kinds.get("dates", "").split(), "date")
    of_kind |= dict.fromkeys(kinds.get("numbers", "").split(), "number")
    of_kind |= dict.fromkeys(kinds.get("truths", "").split(), "yes_no")
    needed = required.split()
    planned = kinds.get("planned", "").split()
    of_kind |= dict.fromkeys(planned, "date")
    columns = tuple(
        _column(name, of_kind.get(name, "text"), required=name in needed, past=name not in planned)
        for name in dict.fromkeys([*needed, *texts.split(), *of_kind])
    )
    table = Table(element, Bilingual(f"Ed-Fi {element}", f"Ed-Fi {element}"), columns)
    return Resource(element, names, table)


AGENCY = _resource(
    "LocalEducationAgency", "localEducationAgencies", required="localEducationAgencyId",
    texts="id nameOfInstitution nameOfCounty",
)  # fmt: skip
SCHOOL = _resource(
    "School", "schools", required="schoolId",
    texts="nameOfInstitution nameOfCounty localEducationAgencyId localEducationAgencyReference",
)  # fmt: skip
SESSION = _resource(
    "Session", "sessions", required="schoolId schoolYear sessionName beginDate endDate", planned="beginDate endDate"
)
STUDENT = _resource(
    "Student", "students", required="studentUniqueId", texts="firstName middleName lastSurname birthSex",
    dates="birthDate",
)  # fmt: skip
ENROLMENT = _resource(
    "StudentSchoolAssociation", "studentSchoolAssociations", required="studentUniqueId schoolId entryDate",
    texts="schoolYear entryGradeLevel exitWithdrawType", planned="exitWithdrawDate", dates="entryDate",
)  # fmt: skip
CONTACT = _resource(
    "Contact", "contacts", "parents", required="contactUniqueId",
    texts="id firstName lastSurname telephoneNumber electronicMailAddress highestCompletedLevelOfEducation",
)  # fmt: skip
CONTACT_OF = _resource(
    "StudentContactAssociation", "studentContactAssociations", "studentParentAssociations",
    required="studentUniqueId", texts="contactUniqueId contactReference relation", truths="livesWith",
)  # fmt: skip
DAY_EVENT = _resource(
    "StudentSchoolAttendanceEvent", "studentSchoolAttendanceEvents",
    required="studentUniqueId schoolId eventDate attendanceEventCategory", texts="schoolYear", dates="eventDate",
    numbers="eventDuration schoolAttendanceDuration",
)  # fmt: skip
LESSON_EVENT = _resource(
    "StudentSectionAttendanceEvent", "studentSectionAttendanceEvents",
    required="studentUniqueId eventDate attendanceEventCategory", texts="schoolId schoolYear localCourseCode",
    dates="eventDate", numbers="eventDuration sectionAttendanceDuration",
)  # fmt: skip
TASK = _resource(
    "GradebookEntry", "gradebookEntries", required="gradebookEntryIdentifier dateAssigned",
    texts="namespace schoolId schoolYear localCourseCode", dates="dateAssigned", planned="dueDate",
)  # fmt: skip
MARK = _resource(
    "StudentGradebookEntry", "studentGradebookEntries", required="studentUniqueId gradebookEntryIdentifier",
    texts="namespace", dates="dateFulfilled", numbers="numericGradeEarned",
)  # fmt: skip
INCIDENT = _resource(
    "DisciplineIncident", "disciplineIncidents", required="incidentIdentifier schoolId incidentDate", texts="id",
    dates="incidentDate",
)  # fmt: skip
BEHAVIOUR = _resource(
    "StudentDisciplineIncidentBehaviorAssociation", "studentDisciplineIncidentBehaviorAssociations",
    "studentDisciplineIncidentAssociations", required="studentUniqueId behavior",
    texts="incidentIdentifier schoolId disciplineIncidentReference disciplineIncidentParticipationCode",
)  # fmt: skip

RESOURCES = (
    AGENCY, SCHOOL, SESSION, STUDENT, ENROLMENT, CONTACT, CONTACT_OF, DAY_EVENT, LESSON_EVENT, TASK, MARK, INCIDENT,
    BEHAVIOUR,
)  # fmt: skip
_OLDER = {"studentParticipationCode": "disciplineIncidentParticipationCode"}
OLDER_ELEMENTS = {
    "Parent": "Contact",
    "StudentParentAssociation": "StudentContactAssociation",
    "StudentDisciplineIncidentAssociation": "StudentDisciplineIncidentBehaviorAssociation",
}


def column_name(key: str) -> str:
    """Return the one name of an element or key.

    >>> column_name("AttendanceEventCategory"), column_name("relationDescriptor"), column_name("parentUniqueId")
    ('attendanceEventCategory', 'relation', 'contactUniqueId')
    """
    name = key[:1].lower() + key[1:]
    if name.startswith("parent") and name[6:7].isupper():
        name = f"contact{name[6:]}"
    name = name.removesuffix("Descriptor")
    return _OLDER.get(name, name)


def code_value(text: str) -> str:
    """Return the word of a descriptor, which is written as a web address or alone.

    >>> code_value("uri://ed-fi.org/SexDescriptor#Female"), code_value("Female")
    ('Female', 'Female')
    """
    return text.rpartition("#")[2].strip()
