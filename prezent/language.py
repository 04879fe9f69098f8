"""The language to speak to people: what was asked for, what is configured, or the system's own."""

import locale
import os
import re
from collections.abc import Mapping
from typing import get_args

from features.errors import UsageError
from features.i18n.text import Bilingual, Language

_ROMANIAN = re.compile(r"ro([_.@-]|$)|romanian", re.IGNORECASE)  # ro_RO.UTF-8; Windows says Romanian_Romania.1250


def language_asked_for(option: str | None, *, environment: Mapping[str, str] | None = None) -> Language:
    """Return the language in which a wrong configuration is answered: of the option, of PREZENT_LANG or the locale."""
    given = os.environ if environment is None else environment
    wanted = [name for name in (option, given.get("PREZENT_LANG")) if name in get_args(Language)]
    return ("ro" if wanted[0] == "ro" else "en") if wanted else locale_language(given)


def configured_language(text: str) -> str:
    """Return a configured language; UsageError where it is none that is spoken."""
    if text not in get_args(Language):
        raise UsageError(
            Bilingual(
                f"The configured language is {text}; it can be ro or en (lang, PREZENT_LANG).",
                f"Limba configurată este {text}; poate fi ro sau en (lang, PREZENT_LANG).",
            )
        )
    return text


def locale_language(environment: Mapping[str, str]) -> Language:
    """Return the language of the system: the first locale that is set counts."""
    names = (*(environment.get(name) for name in ("LC_ALL", "LC_MESSAGES", "LANG")), locale.getlocale()[0])
    return "ro" if _ROMANIAN.match(next(filter(None, names), "")) else "en"
