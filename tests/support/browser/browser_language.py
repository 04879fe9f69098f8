"""The language of a browser: it writes days in the order of its own, whatever the page is in."""

import os
from collections.abc import Mapping

LOCALES: Mapping[str, str] = {"ro": "ro-RO", "en": "en-GB"}  # of the pages' languages


def spoken(language: str) -> dict[str, str | float | bool]:
    """Return the environment of a browser of that language: where its words are installed (chromium-l10n), it has it.

    >>> spoken("en")["LANGUAGE"]
    'en_GB'
    """
    return {**os.environ, "LANGUAGE": LOCALES[language].replace("-", "_")}
