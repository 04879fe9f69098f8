"""What models, outcomes, groups, tables and verdicts are called on the card.

A code without a name is shown as it is.
"""

from collections.abc import Mapping
from typing import Protocol

from features.catalogue.feature import GROUP_NAMES
from features.i18n.code_names import CODE_NAMES
from features.i18n.text import Bilingual, Language
from features.i18n.unlabelled import UNLABELLED_NAMES

_DIVISIONS: Mapping[str, Bilingual] = {
    "sex": Bilingual("sex", "sex"),
    "locality": Bilingual("locality of the school", "mediul școlii"),
    "special_needs": Bilingual("special educational needs", "cerințe educaționale speciale"),
    "school_size": Bilingual("size of the school", "mărimea școlii"),
    "grade_level": Bilingual("class", "clasă"),
    "sex_and_locality": Bilingual("sex and locality", "sex și mediu"),
    "sex x locality": Bilingual("sex and locality", "sex și mediu"),
}
LABELS: Mapping[str, Mapping[str, Bilingual]] = {
    **{str(kind): names for kind, names in CODE_NAMES.items()},
    "division": _DIVISIONS,
    "unlabelled": UNLABELLED_NAMES,
    "feature group": {code: Bilingual(*names) for code, names in GROUP_NAMES.items()},
}


class GroupWords(Protocol):
    """How a group of children is called: by what it is divided, its code, the language."""

    def __call__(self, by: str, group: str, language: Language, /) -> str:
        """Return the words."""
        ...


def group_as_given(_by: str, group: str, _language: Language) -> str:
    """Return the code of a group itself."""
    return group
