"""What the words of Ed-Fi's descriptors say in the words of records."""

from collections.abc import Mapping

from features.errors import UsageError
from features.i18n.text import Bilingual

# Category of an attendance event: kind and whether it is excused. A district's own are declared when it imports.
ATTENDANCE: Mapping[str, tuple[str, str]] = {
    "Excused Absence": ("absent", "yes"),
    "Unexcused Absence": ("absent", "no"),
    "Absence": ("absent", "unknown"),
    "Partial": ("absent", "unknown"),
    "Tardy": ("late", "unknown"),
    "Excused Tardy": ("late", "yes"),
    "Unexcused Tardy": ("late", "no"),
    "Early departure": ("late", "unknown"),
    "In Attendance": ("present", ""),
    "Present": ("present", ""),
}
DECLARED: Mapping[str, tuple[str, str]] = {
    "excused": ("absent", "yes"),
    "unexcused": ("absent", "no"),
    "absent": ("absent", "unknown"),
    "tardy": ("late", "unknown"),
    "present": ("present", ""),
    "ignored": ("", ""),
}


def attendance_codes(declared: Mapping[str, str]) -> Mapping[str, tuple[str, str]]:
    """Return what each code of attendance means, those that were declared too.

    Raises
    ------
    UsageError
        If what a code is declared to mean is not one of ``DECLARED``.
    """
    meanings = ", ".join(DECLARED)
    for code, meaning in declared.items():
        if meaning not in DECLARED:
            raise UsageError(
                Bilingual(
                    f"{code}={meaning}: a code of attendance cannot mean that; expected one of {meanings}.",
                    f"{code}={meaning}: un cod de prezență nu poate însemna aceasta; așteptam unul dintre {meanings}.",
                )
            )
    return {**ATTENDANCE, **{code: DECLARED[meaning] for code, meaning in declared.items()}}


SEX: Mapping[str, str] = {"Female": "F", "Male": "M"}
GRADES: Mapping[str, int] = {
    "Kindergarten": 0, "First grade": 1, "Second grade": 2, "Third grade": 3, "Fourth grade": 4, "Fifth grade": 5,
    "Sixth grade": 6, "Seventh grade": 7, "Eighth grade": 8, "Ninth grade": 9, "Tenth grade": 10,
    "Eleventh grade": 11, "Twelfth grade": 12, "Grade 13": 13,
}  # fmt: skip

# How a child left a school; other words leave it open.
EXITS: Mapping[str, str] = {
    "Dropped out": "dropped_out",
    "Dropout": "dropped_out",
    "Completed": "graduated",
    "Graduated": "graduated",
    "Graduated with regular, advanced, International Baccalaureate, or other type of diploma": "graduated",
    "Moved to another country, may or may not be continuing": "emigrated",
    "Promoted": "promoted",
    "Retained": "repeated_year",
    "Transferred": "transferred",
}
TRANSFER = "Transferred to "  # begins many words, "… a public school in the same local education agency"

MOTHERS = ("Mother", "Mother, step", "Mother, foster", "Stepmother", "Adoptive mother")
FATHERS = ("Father", "Father, step", "Father, foster", "Stepfather", "Adoptive father")
FOSTER = ("Foster parent", "Mother, foster", "Father, foster", "Foster mother", "Foster father")
PARENTS = frozenset({*MOTHERS, *FATHERS, "Parent", "Adoptive parents", "Parents"}) - frozenset(FOSTER)
RELATIVES = (
    "Aunt", "Uncle", "Brother", "Sister", "Sibling", "Cousin", "Grandfather", "Grandmother", "Grandparent",
    "Great Grandparent", "Relative", "Family member", "Half-brother", "Half-sister",
)  # fmt: skip
INSTITUTIONS = ("Agency representative", "Group home", "Residential facility", "Court appointed guardian")

# The highest level completed, as ISCED.
EDUCATION: Mapping[str, int] = {
    "Did Not Graduate High School": 2, "High School Diploma": 3, "Some College No Degree": 3,
    "Associate's Degree (two years or more)": 5, "Bachelor's": 6, "Master's": 7, "Doctorate": 8,
}  # fmt: skip
