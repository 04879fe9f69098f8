"""What sheets leave open, asked in the terminal; where nobody sits there, said with what to write in the mapping."""

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple

import click

from features.errors import UsageError
from features.i18n.text import Bilingual
from prezent.bilingual_commands import echo, said

if TYPE_CHECKING:
    from features.importers.pseudonyms import DoubtfulPair
    from features.importers.spreadsheets.questions import Question


class SamePupil(NamedTuple):
    """An answer about two pseudonyms: whether the other one is this pupil too."""

    other: str
    pupil: str
    is_one: bool


def somebody_is_there() -> bool:
    """Tell whether a person at a terminal can be asked."""
    return sys.stdin.isatty()


def answer_in_terminal(question: "Question") -> str:
    """Ask a question; a number or its words stand for one of the answers that are offered."""
    from features.importers.spreadsheets.headings.answer_words import answer_meant, words_for

    echo(question.words())
    for number, candidate in enumerate(question.candidates, start=1):
        click.echo(f"  {number}. {said(words_for(candidate))}")
    typed: str = click.prompt(
        said(Bilingual("Number or answer", "Număr sau răspuns")), default="", show_default=False
    ).strip()
    is_number = typed.isdecimal() and 0 < int(typed) <= len(question.candidates)
    answer = question.candidates[int(typed) - 1] if is_number else answer_meant(typed, question.allows)
    if not question.allows(answer):
        echo(
            Bilingual(
                "That is no answer: write the number of one of the lines above, or the words of another meaning.",
                "Acesta nu este un răspuns: scrieți numărul unei linii de mai sus sau alt înțeles, în cuvinte.",
            )
        )
    return answer


@contextmanager
def explaining_questions(school: str) -> Iterator[None]:
    """Let open questions be said together with a mapping to complete."""
    from features.importers.spreadsheets.questions import OpenQuestions

    try:
        yield
    except OpenQuestions as error:
        written = _mapping_to_complete(error.questions, school)
        raise UsageError(
            Bilingual(
                f"{error.message.en}\nAnswer in a terminal, or put this into a file, correct it, and name it with "
                f"--mapping FILE:\n{written}",
                f"{error.message.ro}\nRăspundeți într-un terminal sau puneți textul de mai jos într-un fișier, "
                f"corectați-l și indicați-l cu --mapping FIȘIER:\n{written}",
            )
        ) from None


def _mapping_to_complete(questions: "Sequence[Question]", school: str) -> str:
    """Return a mapping with the likeliest answer to each question."""
    from features.importers.spreadsheets.layouts.columns import NUMBER_KEYS
    from features.importers.spreadsheets.mapping import LayoutMapping, SheetMapping, mapping_text

    layouts: dict[str, LayoutMapping] = {}
    year = ""
    for question in questions:
        likely = question.candidates[0] if question.candidates else "ignore"
        if question.kind == "school_year":
            year = likely
            continue
        before = layouts.get(question.fingerprint) or LayoutMapping(question.fingerprint, question.sheet)
        columns, values, kind = dict(before.columns), dict(before.values), before.kind
        if question.kind == "heading":
            columns[question.text] = likely
        elif question.kind == "marks":
            kind = likely
        else:
            values[NUMBER_KEYS.get(question.kind, question.text.lower())] = likely
        layouts[question.fingerprint] = LayoutMapping(question.fingerprint, before.sheet, kind, columns, values)
    return mapping_text(SheetMapping(school, year, layouts=tuple(layouts.values())))


def answers_about_pairs(pairs: "Sequence[DoubtfulPair]") -> list[SamePupil]:
    """Ask about rows that may be one child and are not answered yet; none is joined unasked.

    Raises
    ------
    UsageError
        Where nobody sits at a terminal: with every pair, and what to write in the mapping.
    """
    if not pairs or somebody_is_there():
        return list(map(_asked, pairs))
    said_pairs = [pair.words() for pair in pairs]
    written = "\n".join('"{}" = "{}"'.format(*pair.same()) for pair in pairs)
    en, ro = ("\n".join(words.said(language) for words in said_pairs) for language in ("en", "ro"))
    raise UsageError(
        Bilingual(
            f"{en}\nAnswer in a terminal, or write in the mapping (--mapping FILE) those that are one child under "
            f"[same_pupil], the others under [other_pupil]:\n{written}",
            f"{ro}\nRăspundeți într-un terminal sau scrieți în fișierul de potriviri (--mapping FIȘIER), sub "
            f"[same_pupil], perechile care sunt un singur copil, iar pe celelalte sub [other_pupil]:\n{written}",
        )
    )


def _asked(pair: "DoubtfulPair") -> SamePupil:
    echo(pair.words())
    yes, no = Bilingual("y", "d"), Bilingual("n", "n")
    typed: str = click.prompt(
        said(Bilingual("One child? (y/n)", "Un singur copil? (d/n)")),
        type=click.Choice([said(yes), said(no)]),
        show_choices=False,
    )
    return SamePupil(*pair.same(), typed == said(yes))
