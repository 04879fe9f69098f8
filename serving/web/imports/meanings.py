"""What a column, a sign or a word of a sheet can mean, in words to choose from."""

from dataclasses import dataclass

from features.i18n.text import Bilingual, Language
from features.importers.spreadsheets.cells.signs import MEANINGS
from features.importers.spreadsheets.headings.answer_words import words_for
from features.importers.spreadsheets.headings.words import targets
from features.importers.spreadsheets.questions import DAY_KINDS, PAIR_KINDS, SHEET_KINDS, Question
from features.schema.problems import in_quotes
from features.schema.tables import OUTCOMES

_PAIR = {"one": Bilingual("one child", "un singur copil"), "two": Bilingual("two children", "doi copii diferiți")}


@dataclass(frozen=True)
class Choice:
    """An answer to choose, and how people say it."""

    answer: str
    words: str


def asked_words(question: Question) -> Bilingual:
    """Return a question in words, without the answers, which are chosen from a list."""
    text = in_quotes(question.text)
    return {
        "heading": Bilingual(f"What is the column {text.en}?", f"Ce este coloana {text.ro}?"),
        "sign": Bilingual(f"What does {text.en} mean in a day?", f"Ce înseamnă {text.ro} într-o zi?"),
        "outcome": Bilingual(f"What does {text.en} mean for the pupil?", f"Ce înseamnă {text.ro} pentru elev?"),
        "marks": Bilingual("Are the marks without days averages, or single marks?",
                           "Notele fără dată sunt medii sau note simple?"),
        "day_numbers": Bilingual("Are the numbers below the days marks, or hours of absence?",
                                 "Numerele de sub zile sunt note sau ore de absență?"),
        "pairs": Bilingual("What are the two numbers of a cell, such as 12/5?",
                           "Ce sunt cele două numere dintr-o celulă, de pildă 12/5?"),
        "school_year": Bilingual("Which school year are the files of?", "Din ce an școlar sunt fișierele?"),
    }[question.kind]  # fmt: skip


def pair_choices(language: Language) -> tuple[Choice, ...]:
    """Return what may be answered about two rows that may be one child."""
    return tuple(Choice(answer, words.said(language)) for answer, words in _PAIR.items())


def choices(question: Question, language: Language) -> tuple[Choice, ...]:
    """Return what may be answered, the likeliest first; a column may also be a subject of its own."""
    further: tuple[str, ...] = ()
    if question.kind == "heading" and question.text.strip():
        further = (f"subject:{' '.join(question.text.split())}",)
    every = {"heading": targets(), "sign": MEANINGS, "outcome": (*OUTCOMES, "ignore"), "marks": SHEET_KINDS,
             "day_numbers": DAY_KINDS, "pairs": PAIR_KINDS, "school_year": ()}[question.kind]  # fmt: skip
    answers = dict.fromkeys((*question.candidates, *further, *every))
    return tuple(Choice(each, _said(each, language)) for each in answers if question.allows(each))


def _said(answer: str, language: Language) -> str:
    kind, _, subject = answer.partition(":")
    if not subject:
        return words_for(answer).said(language)
    of_subject = Bilingual(f"the subject {in_quotes(subject).en}", f"disciplina {in_quotes(subject).ro}")
    return (
        of_subject.said(language)
        if kind == "subject"
        else f"{words_for(kind).said(language)}, {of_subject.said(language)}"
    )
