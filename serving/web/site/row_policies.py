"""The policies by which PostgreSQL shows a row: of a school, a shared child or a programme that the request reaches.

Whoever sees the lists of all schools sees what those say of a child, and nothing that was written about it.
Entries of the log are added and read; none is deleted, and one is changed only where an erasure empties it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import connection, transaction

from serving.web.audit.models import MODEL_ACTIONS

if TYPE_CHECKING:
    from django.db.backends.utils import CursorWrapper

_LOCK = 0x70726F77
# ruff: noqa: S608  (constants of ours alone; what a request reaches comes as a setting of the connection)
_SCHOOLS = "string_to_array(current_setting('app.schools', true), chr(31))"
_PUPILS = "string_to_array(current_setting('app.pupils', true), chr(31))"
_COUNTED = "string_to_array(current_setting('app.counted', true), chr(31))"
_PROGRAMMES = "string_to_array(current_setting('app.programmes', true), chr(31))"
_EVERYTHING = "current_setting('app.schools', true) = '*'"
_LISTED = "current_setting('app.listed', true) = '*'"
_RESTRICTED = "string_to_array(current_setting('app.restricted', true), chr(31))"
_USER = "current_setting('app.user', true)"
_LOG = "current_setting('app.log', true)"
_OF_MODELS = ", ".join(f"'{action}'" for action in MODEL_ACTIONS)  # which everybody may know who sees the model

_OF_SCHOOL = f"{_EVERYTHING} OR school_id = ANY({_SCHOOLS})"
_OF_CHILD = (
    f"{_EVERYTHING} OR EXISTS (SELECT 1 FROM roster_child c WHERE c.id = child_id AND (c.school_id = ANY({_SCHOOLS}) "
    f"OR c.pupil_id = ANY({_PUPILS})))"
)
_OF_NOTE = f"{_EVERYTHING} OR ({_OF_CHILD}) AND (NOT restricted OR children_note.school_id = ANY({_RESTRICTED}))"
_PLAN = f"{_OF_CHILD} OR {_OF_SCHOOL}"
_OF_PLAN = f"EXISTS (SELECT 1 FROM plans_plan p WHERE p.id = plan_id AND ({_PLAN}))"
_COUNTED_PLAN = "EXISTS (SELECT 1 FROM plans_plan p WHERE p.id = plan_id)"


@dataclass(frozen=True)
class Policy:
    """Which rows of a table are shown and written, and by which statements."""

    rule: str
    statements: str = "ALL"

    @property
    def clauses(self) -> str:
        """The end of the statement that makes it."""
        return f"FOR {self.statements} {'WITH CHECK' if self.statements == 'INSERT' else 'USING'} ({self.rule})"


def _counted(table: str, rule: str) -> Policy:
    """Show the rows to those, too, who only count them: for a county, or for a programme of theirs."""
    of_programme = (
        "EXISTS (SELECT 1 FROM programmes_programmeschool s JOIN programmes_programme o ON o.id = s.programme_id "
        f"WHERE s.school_id = {table}.school_id AND o.code = ANY({_PROGRAMMES}))"
    )
    return Policy(f"{rule} OR school_id = ANY({_COUNTED}) OR {of_programme}")


POLICIES: Mapping[str, Mapping[str, Policy]] = {
    table: {"reach": policy} for table, policy in {
        "roster_child": _counted("roster_child", f"{_LISTED} OR {_OF_SCHOOL} OR pupil_id = ANY({_PUPILS})"),
        "children_note": Policy(_OF_NOTE),
        "children_noterevision": Policy("EXISTS (SELECT 1 FROM children_note n WHERE n.id = note_id)"),
        "children_objection": Policy(_OF_CHILD),
        "reviews_decision": _counted("reviews_decision", f"{_LISTED} OR {_OF_CHILD} OR {_OF_SCHOOL}"),
        "lists_shownlist": _counted("lists_shownlist", f"{_LISTED} OR {_OF_SCHOOL}"),
        "lists_shownplace": Policy(f"{_OF_CHILD} OR EXISTS (SELECT 1 FROM lists_shownlist l WHERE l.id = shown_id)"),
        "plans_plan": _counted("plans_plan", f"{_LISTED} OR {_PLAN}"),
        "plans_measure": Policy(_COUNTED_PLAN),
        "plans_step": Policy(_COUNTED_PLAN),
        "plans_contact": Policy(_OF_PLAN),
        "plans_transfer": Policy(_OF_PLAN),
        "plans_approval": Policy(_OF_PLAN),
        "plans_change": Policy(_OF_PLAN),
        "imports_upload": Policy(_OF_SCHOOL),
    }.items()
} | {
    "access_sharedchild": {  # read by whom it is shared with, too
        "read": Policy(f"{_OF_SCHOOL} OR user_id::text = {_USER}", "SELECT"),
        "added": Policy(_OF_SCHOOL, "INSERT"),
        "changed": Policy(_OF_SCHOOL, "UPDATE"),
        "removed": Policy(_OF_SCHOOL, "DELETE"),
    },
    "audit_entry": {
        "read": Policy(f"{_LOG} = '*' OR who = {_LOG} OR action IN ({_OF_MODELS})", "SELECT"),
        "added": Policy("true", "INSERT"),
        "emptied": Policy("current_setting('app.erasing', true) = 'on'", "UPDATE"),
    },
}  # fmt: skip


@transaction.atomic
def guard_rows() -> None:
    """Put the policies in force, for the owner of the tables too; in SQLite there are none."""
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
        for table, policies in POLICIES.items():
            _switch_on(cursor, table)
            _drop_others(cursor, table, list(policies))
            for name, policy in policies.items():
                _guard(cursor, table, name, policy)


def _switch_on(cursor: "CursorWrapper", table: str) -> None:
    """Put the policies of a table in force where they are not, or not for its owner; whoever switched them off."""
    cursor.execute("SELECT relrowsecurity AND relforcerowsecurity FROM pg_class WHERE oid = %s::regclass", [table])
    if not cursor.fetchone()[0]:
        cursor.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
        cursor.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")


def _drop_others(cursor: "CursorWrapper", table: str, names: list[str]) -> None:
    """Take off the policies of a table that are none of ours: each shows rows beside those that ours show."""
    cursor.execute(
        "SELECT quote_ident(polname) FROM pg_policy WHERE polrelid = %s::regclass AND polname <> ALL(%s)",
        [table, names],
    )
    for (name,) in cursor.fetchall():
        cursor.execute(f"DROP POLICY {name} ON {table}")


def _guard(cursor: "CursorWrapper", table: str, name: str, policy: Policy) -> None:
    """Put one in force unless it is; taking it off for a moment would stop those who read."""
    cursor.execute(
        "SELECT obj_description(oid) FROM pg_policy WHERE polrelid = %s::regclass AND polname = %s", [table, name]
    )
    found = cursor.fetchone()
    if found and found[0] == policy.clauses:
        return
    cursor.execute(f"DROP POLICY IF EXISTS {name} ON {table}")
    cursor.execute(f"CREATE POLICY {name} ON {table} {policy.clauses}")
    cursor.execute(f"COMMENT ON POLICY {name} ON {table} IS %s", [policy.clauses])
