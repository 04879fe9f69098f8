"""OneRoster 1.2 CSV: a bulk export in a folder or a zip."""

import datetime as dt
import errno
import zipfile
from pathlib import Path

import pandas as pd
import pytest

from features.errors import MachineFault, UsageError
from features.importers import read_source
from features.importers.checked_import import checked_import
from features.importers.oneroster import archive
from features.records.imported_records import ImportedRecords
from features.records.records import load_records
from features.records.writer import write_records
from features.schema.problems import RecordsError
from tests.support.records.keyed import import_options

FILES = {
    "manifest": "propertyName,value\nmanifest.version,1.0\noneroster.version,1.2\nfile.users,bulk\nfile.results,bulk\n",
    "orgs": "sourcedId,status,dateLastModified,name,type,identifier,parentSourcedId\n"
    "d,active,,District,district,,\ns1,active,,School One,school,,d\n",
    "users": "sourcedId,status,dateLastModified,enabledUser,username,userIds,givenName,familyName,middleName,"
    "identifier,"
    "email,sms,phone,grades,password,metadata.own\n"
    "u1,active,,true,a,,Ana,Invented,,N1,,,,07,secret,x\n"
    "U1,active,,true,b,,Dan,Invented,,N2,,,,KG,secret,x\n"
    "t1,active,,true,t,,Teacher,Invented,,N3,,,,,secret,x\n",
    "roles": "sourcedId,status,dateLastModified,userSourcedId,roleType,role,beginDate,endDate,orgSourcedId,"
    "userProfile\n"
    "r1,active,,u1,primary,student,,,s1,\nr2,active,,U1,primary,student,,,s1,\nr3,active,,t1,primary,teacher,,,s1,\n",
    "academicSessions": "sourcedId,status,dateLastModified,title,type,startDate,endDate,parentSourcedId,schoolYear\n"
    "y,active,,2025-2026,schoolYear,2025-09-01,2026-06-30,,2026\n"
    "f,active,,Fall,term,2025-09-01,2025-12-20,y,2026\n",
    "classes": "sourcedId,status,dateLastModified,title,grades,courseSourcedId,classCode,classType,location,"
    "schoolSourcedId,"
    "termSourcedIds,subjects,subjectCodes,periods\n"
    'h,active,,7A,07,c,H,homeroom,,s1,"f,y",,,\nm,active,,Maths 1,07,c,M,scheduled,,s1,f,Mathematics,,\n',
    "enrollments": "sourcedId,status,dateLastModified,classSourcedId,schoolSourcedId,userSourcedId,role,primary,"
    "beginDate,"
    "endDate\n"
    "e1,active,,h,s1,u1,student,,2025-09-03,\ne2,active,,m,s1,u1,student,,2025-09-02,2025-12-20\n"
    "e3,active,,m,s1,U1,student,,,2025-11-30\ne4,active,,m,s1,t1,teacher,true,,\n"
    "e5,tobedeleted,2025-10-01T00:00:00Z,h,s1,U1,student,,,\n",
    "lineItems": "sourcedId,status,dateLastModified,title,description,assignDate,dueDate,classSourcedId,"
    "categorySourcedId,"
    "gradingPeriodSourcedId,resultValueMin,resultValueMax\n"
    "l,active,,Quiz,,2025-10-01,2025-10-08,m,,f,0,20\n",
    "results": "sourcedId,status,dateLastModified,lineItemSourcedId,studentSourcedId,scoreStatus,score,scoreDate,"
    "comment\n"
    "x1,active,2025-10-20T08:00:00Z,l,u1,fully graded,17,2025-10-10,good\n"
    "x2,tobedeleted,2025-11-05T08:00:00Z,l,U1,fully graded,5,2025-10-10,\n"
    "x3,active,2025-10-11T08:00:00Z,l,U1,not submitted,,2025-10-10,\n",
    "demographics": "sourcedId,status,dateLastModified,birthDate,sex,americanIndianOrAlaskaNative,asian,"
    "hispanicOrLatinoEthnicity\n"
    "u1,active,,2012-05-06,female,true,true,true\n",
    "courses": "sourcedId,title\nc,All\n",
}


def write(folder: Path, **changed: str) -> Path:
    folder.mkdir(exist_ok=True)
    for name, text in {**FILES, **changed}.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    return folder


def zipped(folder: Path, inside: str = "") -> Path:
    path = folder.with_suffix(".zip")
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archived:
        for file in sorted(folder.iterdir()):
            archived.write(file, inside + file.name)
    return path


def imported(source: Path) -> ImportedRecords:
    return read_source("oneroster", source, import_options())


def problems(source: Path) -> list[str]:
    with pytest.raises(RecordsError) as caught:
        imported(source)
    return caught.value.sentences("en")


@pytest.fixture
def read(tmp_path: Path) -> ImportedRecords:
    return imported(write(tmp_path / "export"))


def test_a_student_is_enrolled_from_the_first_class_until_the_last_one_ends(read: ImportedRecords):
    rows = read.tables["enrolments"].set_index("birth_year", drop=False)
    one = rows[rows["birth_year"] == 2012].iloc[0]
    assert [one["school_id"], one["school_year"], one["class_label"], one["grade_level"], one["sex"]] == [
        "s1", "2025-2026", "7A", 7, "F"
    ]  # fmt: skip
    assert [one["enrolled_on"], one["left_on"]] == [pd.Timestamp("2025-09-02"), pd.NaT]
    other = rows[rows["birth_year"].isna()].iloc[0]
    assert [other["enrolled_on"], other["left_on"]] == [pd.Timestamp("2025-09-01"), pd.Timestamp("2025-11-30")]
    assert len(rows) == 2  # u1 and U1 are two children, the teacher is none


def test_a_result_is_per_cent_known_when_it_was_last_touched(read: ImportedRecords):
    one, taken_back = (row for _, row in read.tables["grades"].iterrows())
    assert [one["mark"], one["subject"]] == [85, "Mathematics"]
    assert [one["date"], one["known_on"]] == [pd.Timestamp("2025-10-10"), pd.Timestamp("2025-10-20")]
    assert taken_back["mark"] == 25
    assert [taken_back["known_on"], taken_back["retracted_on"]] == [pd.NaT, pd.Timestamp("2025-11-05")]


@pytest.mark.parametrize(
    ("assigned", "due", "scored", "touched", "day", "known"),
    [
        ("2025-10-01", "2025-10-30", "", "", "2025-10-01", "2025-10-12"),
        ("", "2025-10-30", "", "", "2025-10-12", "2025-10-12"),
        ("2025-10-20", "2025-10-30", "", "", "2025-10-12", "2025-10-12"),
        ("2025-10-01", "2025-10-30", "", "2025-10-09T08:00:00Z", "2025-10-01", "2025-10-09"),
        ("2025-10-01", "2025-10-30", "2025-10-10", "", "2025-10-10", ""),
        ("2025-10-01", "2025-10-12", "", "", "2025-10-12", ""),
    ],
)
def test_a_result_of_work_that_is_due_later_is_of_the_day_it_was_given_out(
    assigned: str, due: str, scored: str, touched: str, day: str, known: str, tmp_path: Path
):
    item = FILES["lineItems"].splitlines()[0] + f"\nl,active,,Quiz,,{assigned},{due},m,,f,0,20\n"
    result = FILES["results"].splitlines()[0] + f"\nx1,active,{touched},l,u1,fully graded,17,{scored},\n"
    today = dt.date(2025, 10, 12)

    read = read_source(
        "oneroster", write(tmp_path / "export", lineItems=item, results=result), import_options(today=today)
    )

    row = read.tables["grades"].iloc[0]
    assert row["date"] == pd.Timestamp(day)
    assert row["known_on"] is pd.NaT if not known else row["known_on"] == pd.Timestamp(known)
    with checked_import(read, today=today) as records:
        assert records is not None


def test_terms_are_below_the_year_and_schools_below_the_district(read: ImportedRecords):
    assert read.tables["terms"]["term"].tolist() == ["Fall"]
    assert read.tables["schools"]["parent_school_id"].fillna("").tolist() == ["", "d"]


def test_names_are_in_people_alone_and_ethnicity_is_nowhere(read: ImportedRecords):
    assert read.people is not None
    assert read.people[["name", "register_number"]].to_numpy().tolist() == [
        ["Invented Ana", "N1"],
        ["Invented Dan", "N2"],
    ]
    written = "".join(frame.to_csv() for frame in read.tables.values()) + read.config
    assert not any(word in written for word in ("Ana", "Invented", "secret", "asian", "true"))


def test_what_is_passed_over_is_said(read: ImportedRecords):
    assert [note.ro for note in read.notes] == [
        "users.csv: nu s-a citit: metadata.own",
        "nu s-a citit: courses.csv",
        "enrollments.csv: marcate pentru ștergere: 1 rând",
        "results.csv: marcate pentru ștergere: 1 rând",
    ]


def test_where_all_rows_were_touched_on_one_day_it_says_nothing(tmp_path: Path):
    rows = "".join(f"y{n},active,2026-01-01T00:00:00Z,l,u1,fully graded,{n},2025-10-1{n},\n" for n in range(6))
    changed = FILES["results"].splitlines(keepends=True)[0] + rows
    read = imported(write(tmp_path / "export", results=changed))
    assert read.tables["grades"]["known_on"].isna().all()
    assert any("results.csv: all rows were last changed on one day" in note.en for note in read.notes)


@pytest.mark.parametrize("inside", ["", "export/"])
def test_a_zip_gives_the_same_records(inside: str, read: ImportedRecords, tmp_path: Path):
    again = imported(zipped(tmp_path / "export", inside))
    for name, frame in read.tables.items():
        pd.testing.assert_frame_equal(again.tables[name], frame)


def test_the_records_are_good_records(read: ImportedRecords, tmp_path: Path):
    write_records(tmp_path / "records", read.tables, config=read.config)
    assert len(load_records(tmp_path / "records", today=dt.date(2026, 6, 1))["grades"]) == 2


# what is wrong


def test_all_that_is_wrong_in_any_file_is_told_at_once(tmp_path: Path):
    said = problems(
        write(
            tmp_path / "export",
            orgs=FILES["orgs"] + "s1,active,,School Two,school,,d\n",
            users=FILES["users"].replace("familyName", "surname"),
            enrollments=FILES["enrollments"] + "e6,active,yesterday,zz,s1,u1,student,,2025-13-01,\n",
            results=FILES["results"].replace("17,", "lots,"),
        )
    )
    text = "\n".join(said)
    for sentence in (
        "orgs.csv, rows 3, 4, column sourcedId: found 's1'; expected one row for each",
        "users.csv, row 1: found nothing; expected the column familyName; add it",
        "enrollments.csv, row 7, column beginDate: found '2025-13-01'; expected a day of the calendar",
        "enrollments.csv, row 7, column dateLastModified: found 'yesterday'; expected a day of the calendar",
        "enrollments.csv, row 7, column classSourcedId: found 'zz'; expected one that stands in classes.csv",
        "results.csv, row 2, column score: found 'lots'; expected a number",
    ):
        assert sentence in text, text


def test_a_delta_export_and_missing_files_are_refused(tmp_path: Path):
    folder = write(tmp_path / "export", manifest=FILES["manifest"].replace("file.users,bulk", "file.users,delta"))
    (folder / "classes.csv").unlink()
    said = problems(folder)
    assert said[0].startswith("manifest.csv, column file.users: found 'delta'; expected a whole (bulk) export")
    assert "export: found nothing; expected the file classes.csv; export it with the others" in said[1]


def test_a_folder_without_a_manifest_and_no_folder_are_refused(tmp_path: Path):
    folder = write(tmp_path / "export")
    (folder / "manifest.csv").unlink()
    assert "expected files of OneRoster 1.2: manifest.csv, users.csv" in problems(folder)[0]
    with pytest.raises(UsageError, match=r"is not there; name the folder or the .zip file"):
        imported(tmp_path / "nowhere")


def test_a_damaged_zip_and_one_that_unpacks_without_end_are_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    path = zipped(write(tmp_path / "export"))
    monkeypatch.setattr(archive, "MOST_UNPACKED", 1_000)
    assert "found an archive that unpacks to more; expected an archive of school files" in problems(path)[0]
    path.write_bytes(path.read_bytes()[:-200])
    assert "found an archive that is damaged or locked; expected a whole zip file" in problems(path)[0]


def test_a_zip_with_bytes_that_changed_on_the_way_is_damaged(tmp_path: Path):
    path = zipped(write(tmp_path / "export", users=FILES["users"] + "x,active\n" * 500))
    content = bytearray(path.read_bytes())
    start = content.index(b"users.csv") + 9
    content[start : start + 60] = bytes(each ^ 0x5A for each in content[start : start + 60])
    path.write_bytes(content)
    assert "found an archive that is damaged or locked; expected a whole zip file" in problems(path)[0]


@pytest.mark.parametrize("other", ["old/users.csv", "users.CSV", "a/b/Users.csv"])
def test_two_files_of_one_name_in_a_zip_are_refused(other: str, tmp_path: Path):
    path = zipped(write(tmp_path / "export"))
    with zipfile.ZipFile(path, "a") as archived:
        archived.writestr(other, FILES["users"])
        archived.writestr("__MACOSX/._users.csv", "")
    (said,) = problems(path)
    assert f"found users.csv and {other}; expected one file users.csv in the archive" in said


def test_a_full_disk_is_no_damaged_archive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    path = zipped(write(tmp_path / "export"))

    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(Path, "open", full)
    with pytest.raises(MachineFault, match="no room left"):
        imported(path)


def changed(name: str, old: str, new: str) -> dict[str, str]:
    assert old in FILES[name]
    return {name: FILES[name].replace(old, new)}


@pytest.mark.parametrize(
    ("files", "said"),
    [
        (
            changed("orgs", "s1,active", "s1,tobedeleted"),
            "orgs.csv, row 3, column status: found 'tobedeleted'; expected a school without children, or one that is "
            "not to be deleted: row 2 of enrollments.csv enrols one in it; export all files again together, on the "
            "same day.",
        ),
        (
            changed("users", "U1,active", "U1,aktiv"),
            "users.csv, row 3, column status: found 'aktiv'; expected one of active, tobedeleted; correct the cell or "
            "leave it empty.",
        ),
        (
            changed("enrollments", "2025-09-02,2025-12-20", "2025-12-20,2025-09-02"),
            "enrollments.csv, row 3, column endDate: found '2025-09-02'; expected a date not before beginDate; correct "
            "one of the two dates.",
        ),
        (
            changed("academicSessions", "2025-09-01,2025-12-20", "2025-12-20,2025-09-01"),
            "academicSessions.csv, row 3, column endDate: found '2025-09-01'; expected a date not before startDate; "
            "correct one of the two dates.",
        ),
        (
            changed("classes", '"f,y"', "x"),
            "classes.csv, row 2, column termSourcedIds: found 'x'; expected one that stands in academicSessions.csv; "
            "export all files again together, on the same day.",
        ),
        (
            changed("results", ",17,", ",A+,"),
            "results.csv, row 2, column score: found 'A+'; expected a number: points, such as 17.5; correct the cell "
            "or leave it empty.",
        ),
        (
            changed("users", "active", "tobedeleted"),
            "enrollments.csv, column role: found nothing; expected at least one row of a student (student) who is not "
            "to be deleted; export all files again together, on the same day.",
        ),
        (
            {"enrollments": FILES["enrollments"].partition("\n")[0]},
            "enrollments.csv, column role: found nothing; expected at least one row of a student (student) who is not "
            "to be deleted; export all files again together, on the same day.",
        ),
    ],
)
def test_what_contradicts_another_file_or_itself_is_told_by_its_own_file(
    files: dict[str, str], said: str, tmp_path: Path
):
    assert problems(write(tmp_path / "export", **files)) == [said]


def test_who_is_to_be_deleted_is_left_out_with_all_enrolments_and_that_is_said(tmp_path: Path):
    read = imported(write(tmp_path / "export", **changed("users", "U1,active", "U1,ToBeDeleted")))

    assert read.tables["enrolments"]["birth_year"].tolist() == [2012]
    assert len(read.tables["grades"]) == 1
    assert [note.ro for note in read.notes if "lăsate" in note.ro] == [
        "enrollments.csv: lăsate deoparte, fiindcă persoanele sunt marcate pentru ștergere în users.csv: 1 rând"
    ]


def test_the_classes_of_a_term_to_be_deleted_keep_their_year_and_roles_may_be_capitals(
    tmp_path: Path, read: ImportedRecords
):
    files = changed("academicSessions", "f,active", "f,tobedeleted")
    for name in ("enrollments", "roles"):
        files |= changed(name, "student", "Student")

    again = imported(write(tmp_path / "again", **files))

    assert again.tables["enrolments"].equals(read.tables["enrolments"])
    assert again.tables["terms"]["term"].tolist() == ["2025-2026"]
