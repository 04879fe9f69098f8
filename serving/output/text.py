"""A ranked list in sentences, in Romanian and in English.

No verdict and no prophecy: a place in the list is a priority to check, a score a share of children like this one, a
reason something the model saw.
"""

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from types import MappingProxyType

from features.i18n.dates import date_words
from features.i18n.numbers import counted
from features.i18n.text import Bilingual, Language
from models.explain.told_reasons import MOST_RAISING, SharedReason, ToldReason
from models.ranking.expected_hits import ExpectedHits
from models.ranking.list_warnings import INVENTED
from models.ranking.ranked_list import NamedSchool, RankedList, RankedPupil
from models.risk.model import Predicted

REASONS_SHOWN = MOST_RAISING
Names = Mapping[str, str]  # of children, by pupil_id, for those who may read them; never in JSON
NO_NAMES: Names = MappingProxyType({})

WORDS: Mapping[str, Bilingual] = {
    "title": Bilingual("Whom to look after first", "De cine să avem grijă mai întâi"),
    "rank": Bilingual("Rank", "Loc"),
    "pupil": Bilingual("Pupil", "Elev"),
    "name": Bilingual("Name", "Nume"),
    "school": Bilingual("School", "Școala"),
    "class": Bilingual("Class", "Clasa"),
    "score": Bilingual("Score", "Scor"),
    "reasons": Bilingual("Reasons", "Motive"),
    "raises": Bilingual("Raises the risk", "Crește riscul"),
    "lowers": Bilingual("Lowers the risk", "Scade riscul"),
    "can_change": Bilingual("can change", "se poate schimba"),
    "next_step": Bilingual("Next step (a suggestion)", "Pasul următor (propunere)"),
    "owner": Bilingual("Who", "Cine"),
    "date": Bilingual("By when", "Până când"),
    "child": Bilingual("About one child, for a meeting", "Despre un copil, pentru o discuție"),
    "steps": Bilingual("What may help (suggestions)", "Ce poate ajuta (propuneri)"),
    "decided": Bilingual("What we decide", "Ce hotărâm"),
    "agreed": Bilingual("What we agreed to do", "Ce am stabilit"),
    "signed": Bilingual("Present, with signature", "Prezenți, cu semnătură"),
    "predicts": Bilingual("What is predicted", "Ce se prezice"),
    "page": Bilingual("Page", "Pagina"),
    "of": Bilingual("of", "din"),
    "yes": Bilingual("yes", "da"),
    "no": Bilingual("no", "nu"),
    "list": Bilingual("List", "Lista"),
    "not_scored": Bilingual("Cannot say yet", "Nu se poate spune încă"),
    "legend": Bilingual(
        "+ raises the risk, - lowers it, * the school can change it; → a next step, as a suggestion.",
        "+ crește riscul, - îl scade, * școala îl poate schimba; → pasul următor, ca propunere.",
    ),
    "score_is": Bilingual(
        "Score: of 100 children like this one, how many have what is predicted.",
        "Scor: din 100 de copii ca acesta, câți ajung la situația urmărită.",
    ),
    "changeable": Bilingual("* the school can change it.", "* școala poate schimba acest lucru."),
    "all_reasons": Bilingual("Every reason in numbers: --all.", "Toate motivele, în cifre: --all."),
    "every_reason": Bilingual(
        "Every theme and each of its reasons, in log-odds", "Fiecare temă și motivele ei, în logaritmul șanselor"
    ),
    "theme": Bilingual("Theme", "Tema"),
    "difference": Bilingual("Difference", "Diferența"),
    "weighs_more": Bilingual("Raises more", "Crește mai mult"),
    "difference_means": Bilingual(
        "Differences are in log-odds; above zero the theme weighs more for the first child.",
        "Diferențele sunt în logaritmul șanselor; peste zero, tema cântărește mai mult la primul copil.",
    ),
    "not_a_verdict": Bilingual(
        "A place in the list is a priority to check, not a verdict about the child.",
        "Locul în listă este o prioritate de verificat, nu un verdict despre copil.",
    ),
    "person_decides": Bilingual(
        "A reason is what the model saw, not a cause; a person decides what is done.",
        "Un motiv este ce a văzut modelul, nu o cauză; ce se face hotărăște un om.",
    ),
}


def word(name: str, language: Language) -> str:
    """Return one of ``WORDS`` in a language."""
    return WORDS[name].said(language)


def about_lines(ranked: RankedList, language: Language) -> list[str]:
    """Say what the list is: what is expected of how many children, what a place means, as-of, size and version."""
    size = Bilingual(
        f"Listed: {ranked.capacity} of {counted(ranked.cohort_size, 'child', 'children', 'en')}.",
        f"În listă: {ranked.capacity} din {counted(ranked.cohort_size, 'copil', 'copii', 'ro')}.",
    ).said(language)
    expected = predicted_line(ranked.predicted, language)
    if ranked.pupils:
        expected = expected_line(ranked.capacity, ranked.expected, ranked.predicted, language)
    made = made_line(ranked.as_of, ranked.model_version, language)
    return [expected, word("not_a_verdict", language), f"{size} {made}"]


def predicted_line(predicted: Predicted, language: Language) -> str:
    """Say what is predicted and until when."""
    return f"{word('predicts', language)}: {_lower_first(predicted.sentence(language))}"


def made_line(as_of: dt.date, model_version: str, language: Language) -> str:
    """Say from the point of view of which day, and by which version, a list or an explanation was made."""
    return Bilingual(
        f"What was known before {date_words(as_of, 'en')}; model version {model_version}.",
        f"Ce se știa înainte de {date_words(as_of, 'ro')}; versiunea {model_version} a modelului.",
    ).said(language)


def school_title(school: NamedSchool, language: Language) -> str:
    """Return what a school is called, with its code."""
    return f"{school.name} ({school.school_id})" if school.name else f"{word('school', language)} {school.school_id}"


def invented_lines(ranked: RankedList, language: Language) -> list[str]:
    """Return the line that says of a list that its model knows invented children only; none of another list."""
    return [caution.text(language) for caution in ranked.cautions if caution.code == INVENTED]


def not_scored_lines(ranked: RankedList, language: Language) -> list[str]:
    """Say of which children nothing can be said yet: a line per class, however many children it has."""
    one, many = ("copil", "copii") if language == "ro" else ("child", "children")
    children = Counter(child.text(language) for child in ranked.not_scored)
    return [
        f"{word('not_scored', language)} ({counted(count, one, many, language)}): {text}"
        for text, count in sorted(children.items())
    ]


def reason_text(reason: ToldReason, language: Language) -> str:
    """Return a reason's words."""
    return reason.text.said(language)


def raising(pupil: RankedPupil) -> tuple[ToldReason, ...]:
    """Return the reasons that raise a child's risk, strongest first, a theme once."""
    return pupil.told.raising


def lowering(pupil: RankedPupil) -> tuple[ToldReason, ...]:
    """Return the reasons that lower a child's risk, strongest first, a theme once."""
    return pupil.told.lowering


def shared_lines(shared: Sequence[SharedReason], language: Language) -> list[str]:
    """Say once what nearly all listed children have alike and what raises their risk: what all have first.

    What only most have is a line each, for they need not be the same children; of two that read alike, what more have.
    """
    said: dict[Bilingual, SharedReason] = {}
    for each in sorted(shared, key=lambda each: -each.children):
        said.setdefault(each.text, each)
    of_all = "; ".join(each.text.said(language) for each in said.values() if each.children == each.of)
    lines = [Bilingual(f"The same for all on the list: {of_all}.", f"La fel la toți cei de pe listă: {of_all}.")]
    lines = lines if of_all else []
    for each in (each for each in said.values() if each.children < each.of):
        lines.append(
            Bilingual(
                f"The same for {each.children} of the {each.of} on the list: {each.text.en}.",
                f"La fel la {each.children} din cei {each.of} de pe listă: {each.text.ro}.",
            )
        )
    return [line.said(language) for line in lines]


def expected_line(listed: int, expected: ExpectedHits, predicted: Predicted, language: Language) -> str:
    """Say the expected hits and their 90 % interval in words; for one child, as a share of children like it."""
    mean, low, high = expected.mean, expected.low, expected.high
    until, what = date_words(predicted.until, language), predicted.words.said(language)
    if listed == 1:
        have = _of_a_hundred(round(100 * mean))
        return Bilingual(
            f"Of 100 children like this one, {have.en} this by {until}: {what}.",
            f"Din 100 de copii ca acesta, {have.ro}, până la {until}, la {what}.",
        ).said(language)
    likely = Bilingual("", "")
    if low < high:
        likely = Bilingual(f" (most likely between {low} and {high})", f" (cel mai probabil între {low} și {high})")
    few = Bilingual(f"at most {max(high, 1)}", f"cel mult {max(high, 1)}")
    about = Bilingual(f"about {round(mean)}{likely.en}", f"aproximativ {round(mean)}{likely.ro}") if mean >= 1 else few
    return Bilingual(
        f"Of these {listed} children we expect {about.en} to have this by {until}: {what}; the others not.",
        f"Dintre acești {counted(listed, 'copil', 'copii', 'ro')} ne așteptăm ca {about.ro} să ajungă, până la "
        f"{until}, la {what}; ceilalți nu.",
    ).said(language)


def _of_a_hundred(children: int) -> Bilingual:
    """Say with its verb how many of a hundred have what is predicted.

    >>> [_of_a_hundred(children).ro for children in (0, 1, 23)]
    ['mai puțin de unul ajunge', 'aproximativ unul ajunge', 'aproximativ 23 ajung']
    """
    if children > 1:
        return Bilingual(f"about {children} have", f"aproximativ {children} ajung")
    if children == 1:
        return Bilingual("about 1 has", "aproximativ unul ajunge")
    return Bilingual("fewer than 1 has", "mai puțin de unul ajunge")


def _lower_first(sentence: str) -> str:
    return sentence[0].lower() + sentence[1:]
