"""Headings of Romanian registers, told by their words."""

import re
import unicodedata

_ROMANIAN = re.compile(
    r"\b(elev\w*|scoala|scolara?|unitat\w*|clas[ae]i?|nota|notei|disciplin[ae]|materia|judet\w*|matricol|ore|data|luna|"
    r"motivat\w*|nemotivat\w*|inscri\w*|inmatricul\w*|mediul?|situati\w*)\b"
)  # words that stand in the headings of Romanian registers and in no English ones


def is_romanian(heading: str) -> bool:
    """Tell whether a heading has a word that only Romanian registers use.

    >>> is_romanian("Data înscrierii"), is_romanian("Nr. ore"), is_romanian("enrolment date"), is_romanian("date")
    (True, True, False, False)
    """
    letters = unicodedata.normalize("NFKD", heading.lower())
    words = "".join(each if each.isalnum() else " " for each in letters if not unicodedata.combining(each))
    return _ROMANIAN.search(words) is not None
