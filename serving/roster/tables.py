"""The roster's tables: whose pseudonym is whose, which pseudonyms are one child's, and the key they were made with."""

from sqlalchemy import Column, Date, Index, Integer, MetaData, Table, Text

VERSION = 2  # of these tables; a program that knows less of them does not open them. 2: links taken back

METADATA = MetaData()

INSTALLATION = Table(
    "installation", METADATA,
    Column("name", Text, primary_key=True),
    Column("value", Text, nullable=False),
)  # fmt: skip

PEOPLE = Table(
    "people", METADATA,
    Column("school_id", Text, primary_key=True),
    Column("pupil_id", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("register_number", Text, nullable=False),
    Column("contacts", Text, nullable=False),
    Index("people_of_pupil", "pupil_id"),
)  # fmt: skip


def _link_columns() -> list[Column[object]]:
    return [
        Column("pupil_id", Text, nullable=False),
        Column("from_school", Text, nullable=False),
        Column("to_school", Text, nullable=False),
        Column("signed_by", Text, nullable=False),
        Column("agreed_by", Text, nullable=False),
        Column("signed_on", Date, nullable=False),
    ]


# A pseudonym that a school's numbers give, and the child whose story it goes on with; both schools signed.
PUPIL_LINKS = Table(
    "pupil_links", METADATA,
    Column("other_id", Text, primary_key=True),
    *_link_columns(),
)  # fmt: skip

# Links that were taken back: they were of two children.
UNDONE_LINKS = Table(
    "undone_links", METADATA,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("other_id", Text, nullable=False),
    *_link_columns(),
    Column("undone_by", Text, nullable=False),
    Column("undone_because", Text, nullable=False),
    Column("undone_on", Date, nullable=False),
)  # fmt: skip
