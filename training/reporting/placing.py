"""What each way of giving places found, in words, and the answer whether to give them by school or by child."""

from collections.abc import Mapping

from features.i18n.code_names import code_name
from features.i18n.intervals import IN_WIDE_TABLES, with_interval
from features.i18n.numbers import capacity_words, counted, decimal, percent
from features.i18n.text import LANGUAGES, Bilingual, Language
from features.i18n.text_table import figure_lines
from training.metrics.bootstrap import Estimate
from training.metrics.placing import PlacingFigures, PlacingWay
from training.promotion.verdicts import TOO_FEW_TO_SAY, points

_TITLES = (
    Bilingual("where the places go", "cum se împart locurile"), Bilingual("cases found", "cazuri găsite"),
    Bilingual("recall", "din toate"), Bilingual("precision", "precizie"),
    Bilingual("points more than the same share", "puncte peste aceeași proporție"),
)  # fmt: skip
# Whether where the places go, and whether the children's scores, found more beyond chance.
_VERDICTS: Mapping[tuple[bool, bool], Bilingual] = {
    (True, True): Bilingual("Both.", "Și pe școală, și pe copil."),
    (True, False): Bilingual(
        "By school: the children's scores add nothing that chance could not.",
        "Pe școală: scorurile copiilor nu adaugă nimic peste întâmplare.",
    ),
    (False, True): Bilingual(
        "By child: where the places go adds nothing that chance could not.",
        "Pe copil: împărțirea locurilor nu adaugă nimic peste întâmplare.",
    ),
    (False, False): Bilingual(
        "On these dates neither found more than chance could.",
        "La aceste date niciuna nu a găsit mai mult decât întâmplarea.",
    ),
}


_BY_SCHOOL_FINDS_FEWER = Bilingual(
    "By child: places by expected cases find fewer than the same share in every school.",
    "Pe copil: locurile după cazurile așteptate găsesc mai puține cazuri decât aceeași proporție din fiecare școală.",
)
_NEITHER = Bilingual(
    "Neither: places by expected cases find fewer than the same share in every school, and the children's scores add "
    "nothing that chance could not.",
    "Nici pe școală, nici pe copil: locurile după cazurile așteptate găsesc mai puține cazuri decât aceeași proporție "
    "din fiecare școală, iar scorurile copiilor nu adaugă nimic peste întâmplare.",
)


def placing_lines(figures: PlacingFigures | None, language: Language) -> list[str]:
    """Return a table of the ways with the answer below it; nothing where there is nothing to say."""
    if figures is None:
        return []
    places, dates = figures.places, len(figures.dates)
    title = Bilingual(
        f"The same {counted(places, 'place', 'places', 'en')} given in other ways, on "
        f"{counted(dates, 'date', 'dates', 'en')} with {counted(figures.cases, 'case', 'cases', 'en')}:",
        f"Aceleași {counted(places, 'loc', 'locuri', 'ro')}, împărțite în alt fel, la "
        f"{counted(dates, 'dată', 'date', 'ro')} cu {counted(figures.cases, 'caz', 'cazuri', 'ro')}:",
    )
    rows = [
        (
            way_words(name, figures).said(language),
            decimal(way.found, language, 0),
            *(percent(each.value, language) for each in (way.recall, way.precision)),
            _more(way.difference, language) if name != "share" else "",
        )
        for name, way in figures.ways.items()
    ]
    table = figure_lines([each.said(language) for each in _TITLES], rows)
    return [title.said(language), *table, answer(figures).said(language)]


def way_words(way: PlacingWay, figures: PlacingFigures) -> Bilingual:
    """Return what a way of giving places is called, with its bounds."""
    if way != "school":
        return code_name("placing", way)
    en, ro = (capacity_words(figures.bounds.at_most, language) for language in LANGUAGES)
    return Bilingual(f"by school: at least 1, at most {en}", f"pe școli: cel puțin 1, cel mult {ro}")


def answer(figures: PlacingFigures) -> Bilingual:
    """Answer on past dates whether places should go by school or by child."""
    placed, scored = figures.ways["school"].difference, figures.by_child
    if placed.low is None or scored.low is None:
        nothing = TOO_FEW_TO_SAY
        return Bilingual(f"By school or by child? {nothing.en}.", f"Pe școală sau pe copil? {nothing.ro}.")
    verdict = _VERDICTS[placed.low > 0, scored.low > 0]
    if placed.high is not None and placed.high < 0:
        verdict = _BY_SCHOOL_FINDS_FEWER if scored.low > 0 else _NEITHER
    en, ro = ([points(each, language) for each in (placed, scored)] for language in LANGUAGES)
    return Bilingual(
        f"By school or by child? {verdict.en} Places by expected cases against the same share in every school: "
        f"{en[0]} of the cases; the children's scores against the school's rate with absences: {en[1]}.",
        f"Pe școală sau pe copil? {verdict.ro} Locurile după cazurile așteptate, față de aceeași proporție din fiecare "
        f"școală: {ro[0]} din cazuri; scorurile copiilor, față de rata școlii cu absențele: {ro[1]}.",
    )


def placing_json(figures: PlacingFigures | None) -> dict[str, object] | None:
    """Return the block of a report: the figures, the ways in words, and the answer."""
    if figures is None:
        return None
    said = answer(figures)
    words = {name: way_words(name, figures) for name in figures.ways}
    block = figures.as_json()
    ways = [
        {**way.as_json(), "title_ro": words[name].ro, "title_en": words[name].en} for name, way in figures.ways.items()
    ]
    return {**block, "ways": ways, "answer_ro": said.ro, "answer_en": said.en}


def _more(difference: Estimate, language: Language) -> str:
    return with_interval(
        difference, lambda value: decimal(100 * value, language, 1, signed=True),
        form=IN_WIDE_TABLES, language=language, nothing=TOO_FEW_TO_SAY.said(language),
    )  # fmt: skip
