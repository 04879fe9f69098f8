"""Ed-Fi files: what becomes of each fact, written as XML and as the API answers it."""

import datetime as dt
import json
from pathlib import Path

import pandas as pd
import pytest

from features.errors import UsageError
from features.importers import read_source
from features.importers.checked_import import checked_import
from features.records.imported_records import ImportedRecords
from features.records.records import load_records
from features.records.writer import write_records
from features.schema.problems import RecordsError
from tests.support.command_line import CommandLine, Trained
from tests.support.records.keyed import import_options

# Three students: 1 is enrolled by the files and has left, 2 is only named by an event, 3 by nothing at all.
STUDENTS = """
<Student><StudentUniqueId>1</StudentUniqueId>
 <Name><FirstName>Ana</FirstName><LastSurname>Invented</LastSurname></Name>
 <BirthSex>uri://ed-fi.org/SexDescriptor#Female</BirthSex>
 <BirthData><BirthDate>2008-02-03</BirthDate></BirthData>
 <OtherName><FirstName>Other</FirstName></OtherName></Student>
<Student><StudentUniqueId>2</StudentUniqueId><Name><FirstName>Dan</FirstName><LastSurname>Invented</LastSurname></Name>
 <HispanicLatinoEthnicity>true</HispanicLatinoEthnicity><Race>uri://ed-fi.org/RaceDescriptor#Secret</Race></Student>
<Student><StudentUniqueId>3</StudentUniqueId></Student>
"""
ENROLMENT = """
<StudentSchoolAssociation>
 <StudentReference><StudentIdentity><StudentUniqueId>1</StudentUniqueId></StudentIdentity></StudentReference>
 <SchoolReference><SchoolIdentity><SchoolId>901</SchoolId></SchoolIdentity></SchoolReference>
 <EntryDate>2021-09-01</EntryDate><EntryGradeLevel>uri://ed-fi.org/GradeLevelDescriptor#Ninth grade</EntryGradeLevel>
 <ExitWithdrawDate>2022-02-01</ExitWithdrawDate>
 <ExitWithdrawType>uri://ed-fi.org/ExitWithdrawTypeDescriptor#Dropped out</ExitWithdrawType>
</StudentSchoolAssociation>
"""
PLACES = """
<LocalEducationAgency id="LEAG"><NameOfInstitution>District</NameOfInstitution>
 <LocalEducationAgencyId>90</LocalEducationAgencyId></LocalEducationAgency>
<School><NameOfInstitution>High School</NameOfInstitution><SchoolId>901</SchoolId>
 <LocalEducationAgencyReference ref="LEAG"/></School>
"""
SESSIONS = """
<Session><SessionName>Fall</SessionName><SchoolYear>2021-2022</SchoolYear><BeginDate>2021-08-23</BeginDate>
 <EndDate>2021-12-17</EndDate><SchoolReference><SchoolIdentity><SchoolId>901</SchoolId></SchoolIdentity></SchoolReference>
</Session>
<Session><SessionName>Spring</SessionName><SchoolYear>2021-2022</SchoolYear><BeginDate>2022-01-04</BeginDate>
 <EndDate>2022-05-27</EndDate><SchoolReference><SchoolIdentity><SchoolId>901</SchoolId></SchoolIdentity></SchoolReference>
</Session>
"""


def event(day: str, category: str, more: str = "", student: int = 2) -> str:
    return f"""
<StudentSchoolAttendanceEvent><AttendanceEvent><EventDate>{day}</EventDate>
 <AttendanceEventCategory>uri://ed-fi.org/AttendanceEventCategoryDescriptor#{category}</AttendanceEventCategory>
 {more}</AttendanceEvent>
 <StudentReference><StudentIdentity><StudentUniqueId>{student}</StudentUniqueId></StudentIdentity></StudentReference>
 <SchoolReference><SchoolIdentity><SchoolId>901</SchoolId></SchoolIdentity></SchoolReference>
 <SessionReference><SessionIdentity><SessionName>Fall</SessionName><SchoolYear>2021-2022</SchoolYear>
 </SessionIdentity></SessionReference></StudentSchoolAttendanceEvent>"""


EVENTS = (
    event("2021-09-01", "Excused Absence", "<EventDuration>1</EventDuration>")
    + event("2021-09-02", "Unexcused Absence", "<EventDuration>0.5</EventDuration>")
    + event("2021-09-03", "Tardy")
)
LESSONS = """
<StudentSectionAttendanceEvent><AttendanceEvent><EventDate>2021-09-03</EventDate>
 <AttendanceEventCategory>Tardy</AttendanceEventCategory></AttendanceEvent>
 <StudentReference><StudentIdentity><StudentUniqueId>2</StudentUniqueId></StudentIdentity></StudentReference>
 </StudentSectionAttendanceEvent>
<StudentSectionAttendanceEvent><AttendanceEvent><EventDate>2021-09-06</EventDate>
 <AttendanceEventCategory>Unexcused Absence</AttendanceEventCategory></AttendanceEvent>
 <StudentReference><StudentIdentity><StudentUniqueId>2</StudentUniqueId></StudentIdentity></StudentReference>
 <SectionReference><SectionIdentity><CourseOfferingReference><CourseOfferingIdentity>
 <LocalCourseCode>ALG-1</LocalCourseCode></CourseOfferingIdentity></CourseOfferingReference></SectionIdentity>
 </SectionReference></StudentSectionAttendanceEvent>
"""
MARKS = """
<GradebookEntry><GradebookEntryIdentifier>7</GradebookEntryIdentifier><Namespace>n</Namespace>
 <SectionReference><SectionIdentity><CourseOfferingReference><CourseOfferingIdentity>
 <LocalCourseCode>ALG-1</LocalCourseCode><SchoolReference><SchoolIdentity><SchoolId>901</SchoolId></SchoolIdentity>
 </SchoolReference></CourseOfferingIdentity></CourseOfferingReference></SectionIdentity></SectionReference>
 <DateAssigned>2021-09-06</DateAssigned><DueDate>2021-09-08</DueDate></GradebookEntry>
<StudentGradebookEntry><GradebookEntryReference><GradebookEntryIdentity>
 <GradebookEntryIdentifier>7</GradebookEntryIdentifier><Namespace>n</Namespace></GradebookEntryIdentity>
 </GradebookEntryReference><StudentReference><StudentIdentity><StudentUniqueId>2</StudentUniqueId></StudentIdentity>
 </StudentReference><NumericGradeEarned>74.00</NumericGradeEarned></StudentGradebookEntry>
"""
CONTACTS = """
<Contact id="C1"><ContactUniqueId>11</ContactUniqueId><Name><FirstName>Maria</FirstName>
 <LastSurname>Invented</LastSurname></Name>
 <HighestCompletedLevelOfEducation>uri://ed-fi.org/LevelOfEducationDescriptor#Doctorate</HighestCompletedLevelOfEducation>
</Contact>
<Contact id="C2"><ContactUniqueId>12</ContactUniqueId></Contact>
<StudentContactAssociation><StudentReference><StudentIdentity><StudentUniqueId>2</StudentUniqueId></StudentIdentity>
 </StudentReference><ContactReference ref="C1"/><Relation>uri://ed-fi.org/RelationDescriptor#Mother</Relation>
 <LivesWith>true</LivesWith></StudentContactAssociation>
<StudentContactAssociation><StudentReference><StudentIdentity><StudentUniqueId>2</StudentUniqueId></StudentIdentity>
 </StudentReference><ContactReference ref="C2"/><Relation>uri://ed-fi.org/RelationDescriptor#Father</Relation>
 <LivesWith>false</LivesWith></StudentContactAssociation>
"""


def part(student: int, role: str) -> str:
    return f"""
<StudentDisciplineIncidentBehaviorAssociation><StudentReference><StudentIdentity>
 <StudentUniqueId>{student}</StudentUniqueId></StudentIdentity></StudentReference>
 <DisciplineIncidentReference ref="D1"/><Behavior>uri://ed-fi.org/BehaviorDescriptor#School Violation</Behavior>
 <DisciplineIncidentParticipationCode>{role}</DisciplineIncidentParticipationCode>
</StudentDisciplineIncidentBehaviorAssociation>"""


DISCIPLINE = (
    """
<DisciplineIncident id="D1"><IncidentIdentifier>5</IncidentIdentifier><IncidentDate>2021-10-18</IncidentDate>
 <SchoolReference><SchoolIdentity><SchoolId>901</SchoolId></SchoolIdentity></SchoolReference></DisciplineIncident>"""
    + part(2, "Perpetrator")
    + part(1, "Witness")
)
XML = {
    "Student": STUDENTS, "StudentEnrollment": ENROLMENT, "EducationOrganization": PLACES,
    "EducationOrgCalendar": SESSIONS, "StudentAttendance": EVENTS, "Lessons": LESSONS, "StudentGradebook": MARKS,
    "Contact": CONTACTS, "StudentDiscipline": DISCIPLINE,
}  # fmt: skip

# The same facts as the API answers them.
SCHOOL = {"schoolReference": {"schoolId": 901}}
TWO = {"studentReference": {"studentUniqueId": "2"}}
CATEGORY = "uri://ed-fi.org/AttendanceEventCategoryDescriptor#"
ENROLLED = {**SCHOOL, "schoolYearTypeReference": {"schoolYear": 2022}, "entryDate": "2021-08-23"}
FALL = {"sessionReference": {"schoolId": 901, "schoolYear": 2022, "sessionName": "Fall"}}
API: dict[str, list[dict[str, object]]] = {
    "students-1": [
        {"id": "0a", "otherNames": [{"firstName": "Other"}], "studentUniqueId": "1", "firstName": "Ana",
         "lastSurname": "Invented", "birthDate": "2008-02-03", "birthSexDescriptor": "uri://ed-fi.org/SexDescriptor#Female"},
    ],
    "students-2": [
        {"studentUniqueId": "2", "firstName": "Dan", "lastSurname": "Invented", "hispanicLatinoEthnicity": True},
        {"studentUniqueId": "3", "firstName": None},
    ],
    "studentSchoolAssociations": [
        {"studentReference": {"studentUniqueId": "1"}, **SCHOOL, "entryDate": "2021-09-01",
         "entryGradeLevelDescriptor": "uri://ed-fi.org/GradeLevelDescriptor#Ninth grade",
         "exitWithdrawDate": "2022-02-01",
         "exitWithdrawTypeDescriptor": "uri://ed-fi.org/ExitWithdrawTypeDescriptor#Dropped out"},
    ],
    "localEducationAgencies": [{"localEducationAgencyId": 90, "nameOfInstitution": "District"}],
    "schools": [{"schoolId": 901, "nameOfInstitution": "High School",
                 "localEducationAgencyReference": {"localEducationAgencyId": 90}}],
    "sessions": [
        {**SCHOOL, "schoolYearTypeReference": {"schoolYear": 2022}, "sessionName": name, "beginDate": begin,
         "endDate": end}
        for name, begin, end in (("Fall", "2021-08-23", "2021-12-17"), ("Spring", "2022-01-04", "2022-05-27"))
    ],
    "studentSchoolAttendanceEvents": [
        {**SCHOOL, **TWO, **FALL, "eventDate": "2021-09-01",
         "attendanceEventCategoryDescriptor": f"{CATEGORY}Excused Absence", "eventDuration": 1},
        {**SCHOOL, **TWO, **FALL, "eventDate": "2021-09-02",
         "attendanceEventCategoryDescriptor": f"{CATEGORY}Unexcused Absence", "eventDuration": 0.5},
        {**SCHOOL, **TWO, **FALL, "eventDate": "2021-09-03", "attendanceEventCategoryDescriptor": f"{CATEGORY}Tardy"},
    ],
    "studentSectionAttendanceEvents": [
        {**TWO, "eventDate": "2021-09-03", "attendanceEventCategoryDescriptor": f"{CATEGORY}Tardy"},
        {**TWO, "eventDate": "2021-09-06", "attendanceEventCategoryDescriptor": f"{CATEGORY}Unexcused Absence",
         "sectionReference": {"localCourseCode": "ALG-1"}},
    ],
    "gradebookEntries": [
        {"gradebookEntryIdentifier": "7", "namespace": "n", "dateAssigned": "2021-09-06", "dueDate": "2021-09-08",
         "sectionReference": {"localCourseCode": "ALG-1", "schoolId": 901}},
    ],
    "studentGradebookEntries": [
        {**TWO, "gradebookEntryReference": {"gradebookEntryIdentifier": "7", "namespace": "n"},
         "numericGradeEarned": 74.0},
    ],
    "parents": [
        {"parentUniqueId": "11", "firstName": "Maria", "lastSurname": "Invented",
         "highestCompletedLevelOfEducationDescriptor": "uri://ed-fi.org/LevelOfEducationDescriptor#Doctorate"},
        {"parentUniqueId": "12"},
    ],
    "studentParentAssociations": [
        {**TWO, "parentReference": {"parentUniqueId": number}, "livesWith": lives,
         "relationDescriptor": f"uri://ed-fi.org/RelationDescriptor#{relation}"}
        for number, relation, lives in (("11", "Mother", True), ("12", "Father", False))
    ],
    "disciplineIncidents": [{**SCHOOL, "incidentIdentifier": "5", "incidentDate": "2021-10-18"}],
    "studentDisciplineIncidentBehaviorAssociations": [
        {"studentReference": {"studentUniqueId": student}, "behaviorDescriptor": "School Violation",
         "disciplineIncidentReference": {"incidentIdentifier": "5", "schoolId": 901},
         "disciplineIncidentParticipationCodeDescriptor": f"uri://ed-fi.org/X#{role}"}
        for student, role in (("2", "Perpetrator"), ("1", "Witness"))
    ],
}  # fmt: skip


def write_xml(folder: Path, files: dict[str, str]) -> Path:
    folder.mkdir(exist_ok=True)
    for name, elements in files.items():
        text = (
            f'<?xml version="1.0"?>\n<Interchange{name} xmlns="http://ed-fi.org/5.2.0">{elements}</Interchange{name}>'
        )
        (folder / f"{name}.xml").write_text(text, encoding="utf-8")
    return folder


def write_json(folder: Path, files: dict[str, list[dict[str, object]]]) -> Path:
    folder.mkdir(exist_ok=True)
    for name, objects in files.items():
        (folder / f"{name}.json").write_text(json.dumps(objects), encoding="utf-8")
    return folder


@pytest.fixture
def imported(tmp_path: Path) -> ImportedRecords:
    return read_source("edfi", write_xml(tmp_path / "xml", XML), import_options())


def pseudonym(student: str, imported: ImportedRecords) -> str:
    people = imported.people
    assert people is not None
    return str(people.set_index("register_number").at[student, "pupil_id"])


def problems(folder: Path) -> list[str]:
    with pytest.raises(RecordsError) as caught:
        read_source("edfi", folder, import_options())
    return caught.value.sentences("en")


def test_enrolments_are_what_the_files_say_else_what_events_say_else_the_agency(imported: ImportedRecords):
    rows = imported.tables["enrolments"].set_index("pupil_id")
    columns = ["school_id", "school_year", "enrolled_on", "left_on", "grade_level", "birth_year", "sex"]
    one = rows.loc[pseudonym("1", imported), columns]
    assert one[:3].tolist() == ["901", "2021-2022", pd.Timestamp("2021-09-01")]
    assert one[3:].tolist() == [pd.Timestamp("2022-02-01"), 9, 2008, "F"]
    two, three = rows.loc[pseudonym("2", imported)], rows.loc[pseudonym("3", imported)]
    assert [two["school_id"], two["enrolled_on"]] == ["901", pd.Timestamp("2021-08-23")]
    assert [three["school_id"], three["enrolled_on"]] == ["90", pd.Timestamp("2021-08-23")]
    assert [note.ro for note in imported.notes[:2]] == [
        "înscrieri luate din absențe, note și abateri, din prima zi de școală: 1 elev",
        "înscriși la autoritatea locală însăși, fiindcă niciun fișier nu le spune școala: 1 elev",
    ]


def test_attendance_has_a_row_for_each_event_and_lessons_are_not_told_twice(imported: ImportedRecords):
    columns = ["hours", "kind", "excused"]
    rows = imported.tables["attendance"].set_index(imported.tables["attendance"]["date"].dt.day)[columns]
    assert rows.to_numpy().tolist() == [
        [6, "absent", "yes"], [3, "absent", "no"], [0, "late", "unknown"], [1, "absent", "no"]
    ]  # fmt: skip
    assert imported.tables["attendance"]["subject"].dropna().tolist() == ["ALG-1"]


def test_a_mark_is_dated_when_it_was_due_on_a_declared_scale(imported: ImportedRecords):
    row = imported.tables["grades"].iloc[0]
    assert [row["date"], row["mark"], row["subject"]] == [pd.Timestamp("2021-09-08"), 74, "ALG-1"]
    assert "pass = 60" in imported.config
    assert "known_on" not in imported.tables["grades"]


@pytest.mark.parametrize(
    ("due", "fulfilled", "day", "known"),
    [
        ("2021-09-20", None, "2021-09-06", "2021-09-10"),  # due later: given out on the 6th, known today
        ("2021-09-11", None, "2021-09-06", "2021-09-10"),
        ("2021-09-10", None, "2021-09-10", None),
        ("2021-09-20", "2021-09-09", "2021-09-09", None),  # handed in early
        (None, None, "2021-09-06", None),
    ],
)
def test_a_mark_of_work_that_is_due_later_is_of_the_day_it_was_given_out_and_known_today(
    due: str | None, fulfilled: str | None, day: str, known: str | None, tmp_path: Path
):
    task = {**API["gradebookEntries"][0], "dueDate": due}
    mark = {**API["studentGradebookEntries"][0], "dateFulfilled": fulfilled}
    files = {"students": API["students-2"], "studentSchoolAssociations": [{**TWO, **ENROLLED}]}
    entered = {"gradebookEntries": [task], "studentGradebookEntries": [mark]}
    folder = write_json(tmp_path / "api", {**files, **entered})
    day_of_import = dt.date(2021, 9, 10)
    read = read_source("edfi", folder, import_options(today=day_of_import))

    row = read.tables["grades"].iloc[0]
    assert row["date"] == pd.Timestamp(day)
    assert row.get("known_on") == (pd.Timestamp(known) if known else None)
    with checked_import(read, today=day_of_import) as records:
        assert records is not None


def test_who_is_to_leave_later_has_no_outcome_yet(tmp_path: Path):
    leaving = {"exitWithdrawDate": "2021-12-17", "exitWithdrawTypeDescriptor": "uri://ed-fi.org/X#Dropped out"}
    files = {"students": API["students-2"], "studentSchoolAssociations": [{**TWO, **ENROLLED, **leaving}]}
    folder = write_json(tmp_path / "api", files)
    found = {}
    for today in (dt.date(2021, 12, 16), dt.date(2021, 12, 17)):
        read = read_source("edfi", folder, import_options(today=today))
        with checked_import(read, today=today) as records:
            assert records is not None
            found[today.day] = len(read.tables.get("outcomes", ()))
    assert found == {16: 0, 17: 1}


def test_contacts_say_who_the_child_lives_with_and_what_its_mother_learnt(imported: ImportedRecords):
    row = imported.tables["family"].iloc[0]
    assert [row["pupil_id"], row["guardianship"]] == [pseudonym("2", imported), "one_parent"]
    assert [row["mother_education"], row["valid_from"]] == [8, pd.Timestamp("2021-08-23")]


def test_only_who_did_it_has_an_incident(imported: ImportedRecords):
    rows = imported.tables["incidents"]
    assert rows["pupil_id"].tolist() == [pseudonym("2", imported)]
    assert rows[["date", "kind"]].to_numpy().tolist() == [[pd.Timestamp("2021-10-18"), "School Violation"]]


def test_who_dropped_out_has_an_outcome_and_the_sessions_are_terms(imported: ImportedRecords):
    assert imported.tables["outcomes"]["outcome"].tolist() == ["dropped_out"]
    assert imported.tables["terms"]["term"].tolist() == ["Fall", "Spring"]
    assert imported.tables["schools"]["parent_school_id"].fillna("").tolist() == ["", "90"]


def test_names_are_in_people_alone_and_race_is_nowhere(imported: ImportedRecords):
    assert imported.people is not None
    assert imported.people["name"].tolist() == ["Invented Ana", "Invented Dan", ""]
    assert imported.people["contacts"].tolist()[1] == "Mother Maria Invented; Father"
    written = "".join(frame.to_csv() for frame in imported.tables.values())
    for word in ("Ana", "Dan", "Maria", "Invented", "Secret", "Hispanic"):
        assert word not in written
    assert "Secret" not in imported.people.to_csv()


def test_what_the_api_answers_gives_the_same_records(imported: ImportedRecords, tmp_path: Path):
    answered = read_source("edfi", write_json(tmp_path / "json", API), import_options())
    assert set(answered.tables) == set(imported.tables)
    for name, frame in imported.tables.items():
        pd.testing.assert_frame_equal(answered.tables[name], frame, check_dtype=False)
    assert imported.people is not None
    assert answered.people is not None
    pd.testing.assert_frame_equal(answered.people, imported.people)
    assert answered.notes == imported.notes


def test_an_object_a_line_and_pages_in_a_folder_are_read_too(imported: ImportedRecords, tmp_path: Path):
    folder = write_json(tmp_path / "json", {name: rows for name, rows in API.items() if "students" not in name})
    students = [*API["students-1"], *API["students-2"]]
    (folder / "students").mkdir()
    (folder / "students" / "page1.jsonl").write_text("\n".join(map(json.dumps, students)), encoding="utf-8")
    answered = read_source("edfi", folder, import_options())
    pd.testing.assert_frame_equal(answered.tables["enrolments"], imported.tables["enrolments"], check_dtype=False)


def test_lessons_of_a_day_and_the_pass_mark_are_what_the_command_is_told(tmp_path: Path):
    program, source = CommandLine(tmp_path / "var"), write_xml(tmp_path / "xml", XML)
    told = {"usual": [], "told": ["--day-hours", "5", "--pass-mark", "70"]}
    for name, options in told.items():
        program.run("import", "edfi", source, tmp_path / name, *options)
    hours = [pd.read_csv(tmp_path / name / "attendance.csv")["hours"].max() for name in told]
    assert hours == [6, 5]
    passes = [(tmp_path / name / "prezent.toml").read_text() for name in told]
    assert ["pass = 60" in passes[0], "pass = 70" in passes[1]] == [True, True]


def test_the_records_are_good_records(imported: ImportedRecords, tmp_path: Path):
    write_records(tmp_path / "records", imported.tables, config=imported.config)
    assert len(load_records(tmp_path / "records", today=dt.date(2022, 6, 1))["enrolments"]) == 3


# what is wrong


def test_what_is_wrong_in_any_file_is_told_at_once_with_line_and_element(tmp_path: Path):
    bad = {
        **XML,
        "StudentAttendance": event("2021-13-01", "Excused Absence") + event("2021-09-01", "Skipped class", student=9),
        "StudentGradebook": MARKS.replace("74.00", "seventy"),
        "Student": STUDENTS + "<Student><StudentUniqueId>1</StudentUniqueId></Student>",
    }
    said = problems(write_xml(tmp_path / "xml", bad))
    assert len(said) == 5
    for sentence in (
        "Student.xml, row 11, column studentUniqueId: found '1'; expected one row for each studentUniqueId; delete the",
        "StudentAttendance.xml, row 3, column eventDate: found '2021-13-01'; expected a day of the calendar; correct",
        "StudentAttendance.xml, row 10, column studentUniqueId: found '9'; expected one that stands in Student; export",
        "StudentAttendance.xml, row 10, column attendanceEventCategory: found 'Skipped class'; expected one of Excuse",
        "StudentGradebook.xml, row 8, column numericGradeEarned: found 'seventy'; expected a number",
    ):
        assert [each for each in said if each.startswith(sentence)], (sentence, said)


def test_a_districts_own_code_is_declared(tmp_path: Path):
    own = {**XML, "StudentAttendance": event("2021-09-01", "Skipped class") + event("2021-09-02", "Field trip")}
    options = import_options(codes={"Skipped class": "unexcused", "Field trip": "ignored"})
    rows = read_source("edfi", write_xml(tmp_path / "xml", own), options).tables["attendance"]
    assert rows["excused"].tolist()[0] == "no"
    assert len(rows) == 1 + 2  # the lessons of another day


LAUGHS = """<?xml version="1.0"?>
<!DOCTYPE lolz [<!ENTITY lol "lol"><!ENTITY lol2 "&lol;&lol;&lol;&lol;">]>
<InterchangeStudent><Student><StudentUniqueId>&lol2;</StudentUniqueId></Student></InterchangeStudent>"""
OUTSIDE = """<!DOCTYPE x SYSTEM "file:///etc/hostname"><InterchangeStudent/>"""


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (LAUGHS, "Student.xml, row 2: found 'DOCTYPE lolz'; expected XML without declarations of its own (DOCTYPE, "),
        (OUTSIDE, "Student.xml, row 1: found 'DOCTYPE x'; expected XML without declarations"),
        ("<html></html>", "Student.xml, row 1: found 'html'; expected a file of Ed-Fi (Interchange…); take it out"),
        ("<InterchangeStudent><Student>", "Student.xml, row 1: found XML that breaks off or is damaged; expected a "),
        ("", "Student.xml, row 1: found XML that breaks off or is damaged; expected a whole XML file; export it again"),
        ("<InterchangeStudent>" + "<a>" * 500, "Student.xml, row 1: found XML that breaks off or is damaged"),
        ("\x00\x01PK", "Student.xml, row 1: found XML that breaks off or is damaged"),
    ],
    ids=["laughs", "outside", "other", "cut", "empty", "deep", "binary"],
)
def test_a_file_that_is_none_is_one_sentence_beside_those_of_others(text: str, sentence: str, tmp_path: Path):
    folder = write_xml(tmp_path / "xml", {**XML, "StudentGradebook": MARKS.replace("2021-09-06", "soon")})
    (folder / "Student.xml").write_text(text, encoding="utf-8")
    said = problems(folder)
    assert said[0].startswith(sentence) or any(each.startswith(sentence) for each in said)
    assert any("column dateAssigned: found 'soon'" in each for each in said)


DAMAGED = "found JSON that breaks off or is damaged; expected a whole JSON file"
NO_OBJECTS = "found something else; expected a list of the resource's objects, as the API answers them"
CHANGES = "found 'keyValues'; expected a whole (bulk) export, not only what changed"


@pytest.mark.parametrize("page", ["schools.json", "students-1.json"])  # of students other files say nothing then
@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[{", DAMAGED),
        ("", DAMAGED),
        ("\ufeff[{]", DAMAGED),
        ("[" * 100_000, DAMAGED),
        ("[] []", DAMAGED),
        ("<html>502</html>", DAMAGED),
        ('{"a": 1}', NO_OBJECTS),
        ("[1]", NO_OBJECTS),
        ("[null]", NO_OBJECTS),
        ("[[{}]]", NO_OBJECTS),
        ('{"message": "Access denied.", "status": 401}', "found 'Access denied.'; expected a list of the resource's"),
        ('[{"id": "x", "changeVersion": 5, "keyValues": {"schoolId": 901, "studentUniqueId": "1"}}]', CHANGES),
    ],
)
def test_json_that_is_none_is_one_sentence(text: str, said: str, page: str, tmp_path: Path):
    folder = write_json(tmp_path / "json", API)
    (folder / page).write_text(text, encoding="utf-8")
    sentences = problems(folder)
    assert [each.startswith(page) for each in sentences] == [True]
    assert said in sentences[0]


def test_letters_in_another_encoding_are_told_with_their_line(tmp_path: Path):
    folder = write_json(tmp_path / "json", API)
    (folder / "schools.json").write_bytes('[\n{"schoolId": 901, "nameOfInstitution": "Şcoală"}]'.encode("cp1250"))
    assert problems(folder)[0].startswith(
        "schools.json, row 2: found letters in another encoding; expected text in UTF-8"
    )


def of_others(thing: dict[str, object]) -> dict[str, object]:
    """Return a thing with what the API tells beside: another school and year, links, tags, a district's own."""
    other = {"schoolId": 999, "schoolYear": 2030, "studentUniqueId": "9", "eventDate": "1999-01-01"}
    beside = {
        "id": "0a", "_etag": "52", "_lastModifiedDate": "2022-01-02T03:04:05Z", "middleName": None,
        "classOfSchoolYearTypeReference": {"schoolYear": 2030}, "nextYearSchoolReference": {"schoolId": 999},
        "link": {"rel": "Student", "href": "/1", **other}, "_ext": {"own": {**other, "dateFulfilled": "2021-01-01"}},
    }  # fmt: skip
    return {**beside, **thing}


def pages(names: tuple[str, str]) -> dict[str, list[dict[str, object]]]:
    others = {name: things for name, things in API.items() if not name.startswith("students-")}
    return {**others, names[0]: API["students-1"], names[1]: API["students-2"]}


@pytest.mark.parametrize(
    "answers",
    [
        {name: [of_others(thing) for thing in things] for name, things in API.items()},
        {**API, "students-1": API["students-1"][0]},  # one object instead of a list
        {**API, "students-1": {"value": API["students-1"], "totalCount": 1}},
        {**API, "students-3": []},
        {**API, "students-3": API["students-2"]},  # pages that overlap
        {**API, "students-1": [{**API["students-1"][0], "studentUniqueId": 1.0}]},
        pages(("students_page_1", "students_page_2")),
        pages(("students (1)", "Students (2)")),
        pages(("students_offset=0&limit=500", "students_offset=500&limit=500")),
        json.loads(json.dumps(API).replace('"2021-09-01"', '"2021-09-01T00:00:00-05:00"')),
    ],
    ids=["beside", "one", "wrapped", "empty", "overlap", "fraction", "page", "brackets", "offset", "midnight"],
)
def test_answers_of_the_api_in_other_forms_are_the_same(
    answers: dict[str, object], imported: ImportedRecords, tmp_path: Path
):
    folder = tmp_path / "json"
    folder.mkdir()
    for name, answer in answers.items():
        (folder / f"{name}.json").write_text(json.dumps(answer), encoding="utf-16" if "2" in name else "utf-8")

    read = read_source("edfi", folder, import_options())

    for name, frame in imported.tables.items():
        pd.testing.assert_frame_equal(read.tables[name], frame, check_dtype=False)
    assert read.notes == imported.notes


@pytest.mark.parametrize(
    ("page", "column", "value", "said"),
    [
        ("studentSchoolAssociations", "exitWithdrawDate", "2020-01-01", "a date not before entryDate"),
        ("sessions", "endDate", "2020-01-01", "a date not before beginDate"),
        ("sessions", "schoolYear", 0, "the year in which a school year ends, such as 2026, or both, 2025-2026"),
        ("studentGradebookEntries", "numericGradeEarned", -4, "a number from 0 to 200: a mark in per cent"),
        ("studentSchoolAttendanceEvents", "eventDuration", 40, "a number from 0 to 4: a share of the school day"),
        ("studentSchoolAttendanceEvents", "eventDate", "2021-09-01T23:30:00Z", "a day, not a point in time"),
    ],
)
def test_what_cannot_be_is_told_by_its_own_page_and_place(
    page: str, column: str, value: object, said: str, tmp_path: Path
):
    answers = {**API, page: [{**API[page][0], column: value}, *API[page][1:]]}
    sentences = problems(write_json(tmp_path / "json", answers))
    assert sentences[0].startswith(f"{page}.json, row 1, column {column}: found '{value}'; expected {said}")
    assert len(sentences) == 1


def test_files_of_no_resource_that_is_read_are_named(tmp_path: Path):
    folder = write_json(tmp_path / "json", {**API, "grades": [], "students-deletes": []})
    assert (
        read_source("edfi", folder, import_options()).notes[0].ro == "nu s-au citit: grades.json, students-deletes.json"
    )


def test_a_folder_without_students_and_no_folder_are_refused(tmp_path: Path):
    assert problems(write_xml(tmp_path / "none", {}))[0].startswith("none: found nothing; expected files of Ed-Fi")
    with pytest.raises(UsageError, match="is not a folder; name the folder with the Ed-Fi files"):
        read_source("edfi", tmp_path / "nowhere", import_options())


# the sample of the Ed-Fi Alliance


@pytest.mark.slow
def test_grand_bend_keeps_its_totals_and_is_ranked(shared_data: Path, champion: Trained, tmp_path: Path):
    imported = read_source("edfi", shared_data / "edfi_grandbend", import_options())
    attendance, enrolments = imported.tables["attendance"], imported.tables["enrolments"]
    assert enrolments["pupil_id"].nunique() == len(enrolments) == 960
    assert len(attendance) == 1_917
    assert attendance["excused"].value_counts().to_dict() == {"yes": 1_077, "no": 773, "unknown": 67}
    assert attendance["kind"].value_counts().to_dict() == {"absent": 1_851, "late": 66}
    assert len(imported.tables["grades"]) == 250
    assert len(imported.tables["family"]) == 959
    assert len(imported.tables["incidents"]) == 21
    write_records(tmp_path / "records", imported.tables, config=imported.config)
    assert "No problems." in champion.program.run("check", tmp_path / "records").stdout
    ranked = champion.program.json(
        "rank", tmp_path / "records", "--as-of", "2022-03-01", "--capacity", "20", "--format", "json"
    )
    assert ranked["cohort_size"] == 960
    assert len(ranked["pupils"]) == 20


def test_students_alone_are_enough_where_an_agency_and_its_sessions_are_known(tmp_path: Path):
    few = {name: XML[name] for name in ("Student", "EducationOrganization", "EducationOrgCalendar")}
    imported = read_source("edfi", write_xml(tmp_path / "xml", few), import_options())
    assert set(imported.tables) == {"schools", "enrolments", "terms"}
    assert set(imported.tables["enrolments"]["school_id"]) == {"90"}


def test_students_whom_no_file_gives_a_school_are_left_out_and_counted(tmp_path: Path):
    some = {"Student": STUDENTS, "StudentEnrollment": ENROLMENT, "EducationOrgCalendar": SESSIONS}
    imported = read_source("edfi", write_xml(tmp_path / "xml", some), import_options())
    assert len(imported.tables["enrolments"]) == 1
    assert [note.en for note in imported.notes] == ["left out, since no file names their school: 2 students"]
    assert problems(write_xml(tmp_path / "none", {"Student": STUDENTS})) == [
        "none: found nothing; expected a student whose school some file names (StudentSchoolAssociation, attendance, "
        "marks); export these too, into the same folder."
    ]


@pytest.mark.parametrize("where", ["studentUniqueId", "firstName", "lastSurname", "birthDate"])
@pytest.mark.parametrize("half", ["\ud800", "x\udfff", "\udcff7"])
def test_half_a_letter_is_one_sentence_with_its_line(where: str, half: str, tmp_path: Path):
    first, second = API["students-2"]
    folder = write_json(tmp_path / "json", {**API, "students-2": [first, {**second, where: half}]})
    assert problems(folder) == [
        r"students-2.json, row 2: found half a letter, such as \ud800; expected a whole JSON file; export it again, "
        "and copy it whole."
    ]
