"""The policies by which PostgreSQL shows a row: of a school, a shared child or a programme that the request reaches."""

from django.apps import apps
from django.db import connection, transaction

_LOCK = 0x70726F77
# ruff: noqa: S608  (constants of ours alone; what a request reaches comes as a setting of the connection)
_SCHOOLS = "string_to_array(current_setting('app.schools', true), chr(31))"
_PUPILS = "string_to_array(current_setting('app.pupils', true), chr(31))"
_COUNTED = "string_to_array(current_setting('app.counted', true), chr(31))"
_PROGRAMMES = "string_to_array(current_setting('app.programmes', true), chr(31))"
_EVERYTHING = "current_setting('app.schools', true) = '*'"

_OF_SCHOOL = f"{_EVERYTHING} OR school_id = ANY({_SCHOOLS})"
_OF_CHILD = (
    f"{_EVERYTHING} OR EXISTS (SELECT 1 FROM roster_child c WHERE c.id = child_id AND (c.school_id = ANY({_SCHOOLS}) "
    f"OR c.pupil_id = ANY({_PUPILS})))"
)
_OF_PROGRAMME = (
    "EXISTS (SELECT 1 FROM programmes_programmeschool s JOIN programmes_programme p ON p.id = s.programme_id "
    f"WHERE s.school_id = {{table}}.school_id AND p.code = ANY({_PROGRAMMES}))"
)
POLICIES = {
    "children_note": _OF_CHILD,
    "children_noterevision": "EXISTS (SELECT 1 FROM children_note n WHERE n.id = note_id)",
    "children_objection": _OF_CHILD,
    "reviews_decision": f"{_OF_CHILD} OR {_OF_SCHOOL}",
    "lists_shownlist": _OF_SCHOOL,
    "lists_shownplace": f"{_OF_CHILD} OR EXISTS (SELECT 1 FROM lists_shownlist l WHERE l.id = shown_id)",
}
_COUNTED_TABLES = ("reviews_decision", "lists_shownlist")


@transaction.atomic
def guard_rows() -> None:
    """Put the policies in force, for the owner of the tables too; in SQLite there are none."""
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
        for table, policy in POLICIES.items():
            rule = policy
            if table in _COUNTED_TABLES:
                rule = f"{rule} OR school_id = ANY({_COUNTED})"
            if table in _COUNTED_TABLES and "programmeschool" in apps.all_models["programmes"]:
                rule = f"{rule} OR {_OF_PROGRAMME.format(table=table)}"
            _guard(cursor, table, rule)


def _guard(cursor: "object", table: str, rule: str) -> None:
    """Put one in force unless it is; taking it off for a moment would stop those who read."""
    execute = cursor.execute  # type: ignore[attr-defined]
    execute("SELECT obj_description(oid) FROM pg_policy WHERE polrelid = %s::regclass AND polname = 'reach'", [table])
    found = cursor.fetchone()  # type: ignore[attr-defined]
    if found and found[0] == rule:
        return
    execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
    execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
    execute(f"DROP POLICY IF EXISTS reach ON {table}")
    execute(f"CREATE POLICY reach ON {table} USING ({rule})")
    execute(f"COMMENT ON POLICY reach ON {table} IS %s", [rule])
