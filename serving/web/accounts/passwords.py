"""Passwords that anybody would guess: a word that everybody knows, with figures or marks around it."""

import unicodedata

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from serving.web.accounts.models import User

# What people of a school take first, in Romanian and English, without marks on letters.
_WORDS = (
    "administrator", "catalog", "consilier", "counsellor", "diriginte", "director", "elev", "gradinita", "invatator",
    "liceu", "liceul", "parola", "password", "prezent", "prezenta", "profesor", "profesoara", "romania", "scoala",
    "secretar", "secretariat", "student", "teacher", "school", "welcome", "qwerty", "qwertyuiop", "asdfgh", "abcdef",
    "admin", "user", "demo", "test", "noua", "mea", "anul", "abc",
)  # fmt: skip
_LEAST = 5  # letters that are left beside such words and figures


class KnownWordsValidator:
    """Refuses a password of which known words, figures and marks leave nearly nothing."""

    def validate(self, password: str, _user: User | None = None) -> None:
        """Refuse it with a sentence."""
        left = "".join(each for each in unicodedata.normalize("NFKD", password.casefold()) if each.isalpha())
        for word in sorted(_WORDS, key=len, reverse=True):
            left = left.replace(word, "")
        if len(set(left)) < _LEAST:
            raise ValidationError(self.get_help_text())

    def get_help_text(self) -> str:
        """Say what to choose instead."""
        return _("This password is easily guessed: a known word with figures. A sentence that you remember is good.")
