"""Words that there are in both languages."""

from typing import Literal, NamedTuple

Language = Literal["en", "ro"]
LANGUAGES: tuple[Language, Language] = ("en", "ro")  # in the order of ``Bilingual``


class Bilingual(NamedTuple):
    """The same words in both languages."""

    en: str
    ro: str

    def said(self, language: Language) -> str:
        """Return the words in a language.

        >>> Bilingual("school", "școală").said("ro")
        'școală'
        """
        return self.ro if language == "ro" else self.en
