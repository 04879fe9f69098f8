"""Questions that sheets leave open: asked once, and remembered in the mapping."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from features.errors import UsageError
from features.i18n.text import Bilingual
from features.importers.spreadsheets.cells.pairs import PAIRS
from features.importers.spreadsheets.cells.signs import MEANINGS
from features.importers.spreadsheets.headings.answer_words import words_to_write
from features.importers.spreadsheets.headings.meaning import answer_key
from features.importers.spreadsheets.layouts.columns import NUMBER_KEYS
from features.importers.spreadsheets.mapping import is_target
from features.schema.problems import in_quotes
from features.schema.school_time import is_school_year
from features.schema.tables import OUTCOMES

Kind = Literal["heading", "sign", "outcome", "marks", "day_numbers", "pairs", "school_year"]
SHEET_KINDS, DAY_KINDS = ("averages", "marks"), ("marks", "hours")
PAIR_KINDS = (*PAIRS, "days")
_OF_LAYOUT = ("marks", *NUMBER_KEYS)  # what a layout is, not one of its headings
_TIMES = 3


@dataclass(frozen=True)
class Question:
    """What a person must say of a sheet.

    ``text`` is the heading or the word that is asked about, ``cell`` where it stands; ``candidates`` are what it may
    mean, the likeliest first. ``fingerprint`` is that of the layout for which the answer holds.
    """

    kind: Kind
    file: str
    sheet: str
    text: str
    cell: str = ""
    examples: tuple[str, ...] = ()
    candidates: tuple[str, ...] = ()
    fingerprint: str = ""

    def topic(self) -> tuple[str, str]:
        """Return what one answer is enough for: a heading or a word, on whatever sheets it stands."""
        return self.kind, self.fingerprint if self.kind in _OF_LAYOUT else answer_key(self.text)

    def allows(self, answer: str) -> bool:
        """Tell whether an answer is one."""
        if self.kind == "heading":
            return is_target(answer)
        if self.kind == "school_year":
            return is_school_year(answer)
        return answer in {
            "sign": MEANINGS, "outcome": (*OUTCOMES, "ignore"), "marks": SHEET_KINDS, "day_numbers": DAY_KINDS,
            "pairs": PAIR_KINDS,
        }[self.kind]  # fmt: skip

    def words(self) -> Bilingual:
        """Return the question."""
        place = ", ".join(filter(None, (self.file, self.cell or self.sheet)))
        text, shown = in_quotes(self.text), ", ".join(self.examples[:4])
        seen = Bilingual(f" (such as {shown})", f" (de pildă {shown})") if shown else Bilingual("", "")
        asked = {
            "heading": Bilingual(f"what is the column {text.en}{seen.en}?", f"ce este coloana {text.ro}{seen.ro}?"),
            "sign": Bilingual(f"what does {text.en} mean in a day?", f"ce înseamnă {text.ro} într-o zi?"),
            "outcome": Bilingual(f"what does {text.en} mean for the pupil?", f"ce înseamnă {text.ro} pentru elev?"),
            "marks": Bilingual(
                f"are the marks without days averages, or single marks{seen.en}?",
                f"notele fără dată sunt medii sau note simple{seen.ro}?",
            ),
            "day_numbers": Bilingual(
                f"are the numbers below the days marks, or hours of absence{seen.en}?",
                f"numerele de sub zile sunt note sau ore de absență{seen.ro}?",
            ),
            "pairs": Bilingual(
                f"what are the two numbers of a cell{seen.en}?", f"ce sunt cele două numere dintr-o celulă{seen.ro}?"
            ),
            "school_year": Bilingual("which school year is it of?", "din ce an școlar este?"),
        }[self.kind]
        return Bilingual(f"{place}: {asked.en}", f"{place}: {asked.ro}")

    def words_to_write(self) -> Bilingual:
        """Return the question with its answers, and what the answer in the file of mappings would look like."""
        asked, write, options = self.words(), self._to_write(), [words_to_write(each) for each in self.candidates]
        en, ro = ("; ".join(each.said(language) for each in options) for language in ("en", "ro"))
        one = Bilingual(f" One of: {en}.", f" Una dintre: {ro}.") if options else Bilingual("", "")
        return Bilingual(
            f"{asked.en}{one.en} In the mapping: {write}", f"{asked.ro}{one.ro} În fișierul de potriviri: {write}"
        )

    def _to_write(self) -> str:
        first = self.candidates[0] if self.candidates else "ignore"
        if self.kind == "school_year":
            return f'school_year = "{first}"'
        if self.kind == "marks":
            return f'is = "{first}"'
        section = "columns" if self.kind == "heading" else "values"
        return f'[layout.{section}] "{NUMBER_KEYS.get(self.kind, self.text)}" = "{first}"'


Ask = Callable[[Question], str]


class OpenQuestions(UsageError):  # noqa: N818  (a question is no mistake)
    """Questions that nobody answered: nothing is imported before they are."""

    def __init__(self, questions: Sequence[Question]) -> None:
        self.questions = tuple(questions)
        said = [question.words_to_write() for question in questions]
        super().__init__(Bilingual("\n".join(each.en for each in said), "\n".join(each.ro for each in said)))


def answered(questions: Sequence[Question], ask: Ask | None) -> dict[Question, str]:
    """Ask every question.

    Raises
    ------
    OpenQuestions
        With all of them where there is nobody to ask, or with those whose answers are none.
    """
    if questions and ask is None:
        raise OpenQuestions(questions)
    answers: dict[Question, str] = {}
    for question in questions:
        for _ in range(_TIMES):
            answer = ask(question).strip() if ask else ""
            if question.allows(answer):
                answers[question] = answer
                break
    if unanswered := [question for question in questions if question not in answers]:
        raise OpenQuestions(unanswered)
    return answers
