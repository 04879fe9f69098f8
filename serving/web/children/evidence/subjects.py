"""Subjects that are a code of ours, as invented records have them, in Romanian; a school's own words stay its own."""

from collections.abc import Mapping

from features.i18n.text import Language

_ROMANIAN: Mapping[str, str] = {
    "romanian": "limba română", "mathematics": "matematică", "english": "limba engleză", "history": "istorie",
    "science": "științe", "sciences": "științe", "sport": "educație fizică", "portuguese": "limba portugheză",
}  # fmt: skip


def subject_words(subject: str, language: Language) -> str:
    """Return what a subject is called.

    >>> subject_words("english", "ro"), subject_words("english", "en"), subject_words("religie", "ro")
    ('limba engleză', 'english', 'religie')
    """
    return _ROMANIAN.get(subject, subject) if language == "ro" else subject
