"""What Ed-Fi's contacts say of a child's home."""

from collections.abc import Callable

import pandas as pd

from features.importers.edfi.codes import (
    EDUCATION,
    FATHERS,
    FOSTER,
    INSTITUTIONS,
    MOTHERS,
    PARENTS,
    RELATIVES,
)
from features.importers.edfi.files import EdFiTables
from features.importers.edfi.resources import CONTACT, CONTACT_OF
from features.importers.outside_tables import first_said, words_of


def family(tables: EdFiTables, of: Callable[[pd.Series], pd.Series], since: pd.Series) -> pd.DataFrame:
    """Return who looks after each child and what its parents have learnt, from the day of its first enrolment.

    The contacts that a child lives with decide: two parents, one, a foster parent, relatives, an institution. Where no
    file says with whom it lives, nothing is known. ``since`` is the first day for each pseudonym.
    """
    rows = _contacts(tables)
    rows["pupil_id"] = of(rows["studentUniqueId"])
    home = rows[rows["livesWith"] == 1].groupby("pupil_id")["relation"].agg(set).map(_guardianship)
    learnt = rows["highestCompletedLevelOfEducation"].map(EDUCATION)
    pupils = pd.Index(sorted(set(rows["pupil_id"].dropna())), name="pupil_id")
    result = pd.DataFrame(
        {
            "valid_from": since.reindex(pupils),
            "guardianship": home.reindex(pupils).astype(object),
            "mother_education": learnt[rows["relation"].isin(MOTHERS)].groupby(rows["pupil_id"]).max().reindex(pupils),
            "father_education": learnt[rows["relation"].isin(FATHERS)].groupby(rows["pupil_id"]).max().reindex(pupils),
        }
    )
    said = result[["guardianship", "mother_education", "father_education"]].notna().any(axis=1)
    return result[said & result["valid_from"].notna()].reset_index()


def phone_numbers(tables: EdFiTables, of: Callable[[pd.Series], pd.Series]) -> pd.Series:
    """Return each child's contacts as one text, for the roster alone."""
    rows = _contacts(tables)
    parts = rows[["relation", "firstName", "lastSurname", "telephoneNumber", "electronicMailAddress"]]
    return words_of(parts).groupby(of(rows["studentUniqueId"])).agg("; ".join)


def _contacts(tables: EdFiTables) -> pd.DataFrame:
    """Return each child's contacts, with what is known of the person."""
    contacts, rows = tables.of(CONTACT), tables.of(CONTACT_OF)
    by_reference = contacts.dropna(subset="id").set_index("id")["contactUniqueId"].to_dict()
    numbers = first_said(rows["contactReference"].map(by_reference), rows["contactUniqueId"])
    columns = ["contactUniqueId", "firstName", "lastSurname", "telephoneNumber", "electronicMailAddress",
               "highestCompletedLevelOfEducation"]  # fmt: skip
    return rows.assign(contactUniqueId=numbers).merge(
        contacts[columns].drop_duplicates("contactUniqueId"), on="contactUniqueId", how="left"
    )


def _guardianship(relations: set[str]) -> str | None:
    """Return who a child lives with.

    >>> _guardianship({"Mother", "Father"}), _guardianship({"Mother", "Aunt"}), _guardianship({"Aunt"})
    ('both_parents', 'one_parent', 'relatives')
    """
    parents = len(relations & PARENTS)
    if parents > 1 or relations & {"Parents", "Adoptive parents"}:
        return "both_parents"
    if parents:
        return "one_parent"
    for words, said in ((FOSTER, "foster_care"), (RELATIVES, "relatives"), (INSTITUTIONS, "institution")):
        if relations & set(words):
            return said
    return None
