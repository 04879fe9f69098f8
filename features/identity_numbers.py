"""National identity numbers in texts: found, and never shown."""

import re

from features.i18n.text import Language

_THIRTEEN_DIGITS = re.compile(r"\d{13,}")


def redact(text: str, language: Language = "en") -> str:
    """Hide every run of 13 digits or more, which may be an identity number.

    >>> redact("pupil 1960101123456 again")
    'pupil [13 digits] again'
    """
    return _THIRTEEN_DIGITS.sub("[13 cifre]" if language == "ro" else "[13 digits]", text)


def has_identity_number(text: str) -> bool:
    """Tell whether a text holds a run of 13 digits."""
    return _THIRTEEN_DIGITS.search(text) is not None
