"""Two versions side by side, by what they say of themselves.

Read from the reports of their trainings and their checks; what an older report does not say is a dash.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from features.i18n.code_names import code_name, code_names
from features.i18n.numbers import capacity_words, in_language
from features.i18n.text import Bilingual, Language
from features.i18n.text_table import table_lines
from features.table.audit_groups import GROUPS, group_words
from models.registry.promotion_check import Check, verdict_word
from prezent.views.comparison_rows import ReportedFigure, Row

MOST_DIFFERENT = 5
_FINGERPRINT = 12  # letters of it that tell records apart

_COHORT: Mapping[str, Bilingual] = {
    "outcomes": Bilingual("outcomes", "situații urmărite"),
    "as_of": Bilingual("as-of dates", "date de referință"),
    "horizon_days": Bilingual("horizon in days", "orizont în zile"),
    "split": Bilingual("split", "împărțire"),
    "capacity": Bilingual("capacity", "capacitate"),
    "rows": Bilingual("children judged", "copii evaluați"),
    "positives": Bilingual("with the outcome", "cu situația urmărită"),
    "data_fingerprint": Bilingual("records", "datele"),
}
_SAME_CHILDREN = ("outcomes", "as_of", "horizon_days", "split", "data_fingerprint")
_AHEAD: Mapping[str, Bilingual] = {
    "absences_only": Bilingual("more than by counting absences", "găsite în plus față de numărul absențelor"),
    "rules": Bilingual("more than by today's rules", "găsite în plus față de regulile de azi"),
}
_PAST_RECALL = Bilingual("recall, past dates", "cazuri găsite, date din trecut")
_LAST_RECALL = Bilingual("recall, last date", "cazuri găsite, ultima dată")
_METRICS: Mapping[str, Bilingual] = {
    "recall_at_capacity": Bilingual("recall", "cazuri găsite (recall)"),
    "precision_at_capacity": Bilingual("precision", "precizie"),
    "auc": Bilingual("AUC", "AUC"),
    "average_precision": Bilingual("average precision", "precizie medie"),
    "brier": Bilingual("Brier", "Brier"),
}
_SLOPE = Bilingual("calibration slope (1 is right)", "panta calibrării (1 este corect)")
_VERSION = Bilingual("version", "versiunea")
_DIFFERENCE, _IN_POINTS = (
    Bilingual("difference", "diferența"),
    Bilingual("points", "puncte"),
)


@dataclass(frozen=True)
class Side:
    """One of the two: its version, the report of its training (empty where none was kept), and its checks.

    ``invented`` says that its children never were.
    """

    version: str
    report: Mapping[str, Any]
    checks: Sequence[Check]
    invented: bool = False


def comparison_lines(first: Side, second: Side, language: Language) -> list[str]:
    """Return the comparison as lines for a terminal, beginning with whether it is one of models at all."""
    blocks = {
        Bilingual("Trained and judged on", "Antrenate și evaluate pe"): list(_cohort(first, second, language)),
        Bilingual("Lists made school by school", "Liste făcute școală cu școală"): list(
            _school_lists(first, second, language)
        ),
        Bilingual("One list over all", "O listă pentru toți"): list(_metrics(first, second, language)),
        Bilingual("Recall by group, most different", "Cazuri găsite pe grupuri, cele mai diferite"): _most_different(
            _groups(first, second, language)
        ),
        Bilingual(
            "Share of all reasons, most different", "Parte din toate motivele, cele mai diferite"
        ): _most_different(_features(first, second, language)),
        Bilingual("Hyperparameters that differ", "Hiperparametri diferiți"): list(
            _hyperparameters(first, second, language)
        ),
        Bilingual("Checks", "Verificări"): list(_checks(first, second, language)),
    }
    versions = [f"{_VERSION.said(language)} {side.version}" for side in (first, second)]
    cells = []
    for title, rows in blocks.items():
        if rows:
            cells += [
                ("", "", "", ""),
                (title.said(language), *versions, _difference_head(rows, language)),
                *(row.cells(language) for row in rows),
            ]
    said = [*_invented(first, second), same_children(first, second), *_on_the_same_draws(first, second)]
    sentences = [line for each in said for line in table_lines([(each.said(language),)])]
    return [*sentences, *table_lines(cells, right=(3,), whole=(3,))]


def _difference_head(rows: Sequence[Row], language: Language) -> str:
    """Return the head of the differences, where any row has one."""
    for row in rows:
        if row.difference is not None:
            return (_IN_POINTS if row.points else _DIFFERENCE).said(language)
    return ""


def _invented(first: Side, second: Side) -> Iterator[Bilingual]:
    for side in (first, second):
        if side.invented:
            yield Bilingual(
                f"Version {side.version} was trained on invented children: for trying out only.",
                f"Versiunea {side.version} este antrenată cu copii inventați: numai pentru încercare.",
            )


def same_children(first: Side, second: Side) -> Bilingual:
    """Say whether both were judged on the same children; else a difference may be the children's."""
    versions = f"ersions {first.version} and {second.version}"
    versiunile = f"ersiunile {first.version} și {second.version}"
    sides = first.report, second.report
    unknown = [name for name in _SAME_CHILDREN if any(side.get(name) is None for side in sides)]
    other = [name for name in _SAME_CHILDREN if name not in unknown and sides[0][name] != sides[1][name]]
    if other:
        named = _named(other)
        return Bilingual(
            f"V{versions} were not judged on the same children (different: {named.en}), so a difference may be "
            "the children's, not the model's.",
            f"V{versiunile} nu au fost evaluate pe aceiași copii (diferite: {named.ro}), deci o diferență poate fi a "
            "copiilor, nu a modelului.",
        )
    if unknown:
        named = _named(unknown)
        return Bilingual(
            f"Whether v{versions} were judged on the same children cannot be said (not reported: {named.en}), "
            "so a difference may be the children's, not the model's.",
            f"Nu se poate spune dacă v{versiunile} au fost evaluate pe aceiași copii (neraportate: {named.ro}), deci o "
            "diferență poate fi a copiilor, nu a modelului.",
        )
    return Bilingual(
        f"V{versions} were judged on the same children, so a difference is the models'.",
        f"V{versiunile} au fost evaluate pe aceiași copii, deci o diferență este a modelelor.",
    )


def _on_the_same_draws(first: Side, second: Side) -> Iterator[Bilingual]:
    """Say what the second's training found when it set the first, its champion, beside itself on the same draws."""
    ahead = _estimate((_within(second.report, "past").get("ahead_of") or {}).get("champion"))
    if second.report.get("compared_with") == first.version and ahead.value is not None:
        yield Bilingual(
            f"On past dates, school by school and on the same draws, version {second.version} found "
            f"{ahead.points('en')} points more of the cases than version {first.version}'s features and "
            "hyperparameters.",
            f"La date din trecut, școală cu școală și la aceleași trageri la sorți, versiunea {second.version} a găsit "
            f"în plus {ahead.points('ro')} puncte din cazuri față de indicatorii și hiperparametrii "
            f"versiunii {first.version}.",
        )
    else:
        yield Bilingual(
            "The differences have no interval of their own; a small one may be chance.",
            "Diferențele nu au interval propriu; una mică poate fi întâmplare.",
        )


def _within(report: Mapping[str, Any], dates: str) -> Mapping[str, Any]:
    """Return what a report says of lists made school by school, of past dates or of the last."""
    return (report.get("within_schools") or {}).get(dates) or {}


def _named(names: Sequence[str]) -> Bilingual:
    return Bilingual(*(", ".join(_COHORT[name].said(language) for name in names) for language in ("en", "ro")))


def _cohort(first: Side, second: Side, language: Language) -> Iterator[Row]:
    for name, label in _COHORT.items():
        mine, theirs = (_cohort_text(name, side.report.get(name), language) for side in (first, second))
        yield Row(label.said(language), mine, theirs)


def _cohort_text(name: str, value: Any, language: Language) -> str:
    if value is None:
        return "-"
    if name == "outcomes":
        return code_names("outcome", value, language)
    if name == "split":
        return code_name("split", str(value)).said(language)
    if name == "capacity":
        return capacity_words(value, language)
    return str(value)[:_FINGERPRINT] if name == "data_fingerprint" else _text(value, language)


def _text(value: Any, language: Language) -> str:
    if value is None:
        return "-"
    if isinstance(value, list | tuple):
        return ", ".join(map(str, value))
    return in_language(f"{value:g}", language) if isinstance(value, float) else str(value)


def _school_lists(first: Side, second: Side, language: Language) -> Iterator[Row]:
    """Yield the figures of lists made school by school that either version reports."""
    for dates, label in (("past", _PAST_RECALL), ("last", _LAST_RECALL)):
        recalls = [(_within(side.report, dates).get("recall") or {}).get("lightgbm") for side in (first, second)]
        if any(recalls):
            yield _row(label.said(language), _estimate(recalls[0]), _estimate(recalls[1]), language, points=True)
    for name, label in _AHEAD.items():
        ahead = [(_deciding(side.report).get("ahead_of") or {}).get(name) for side in (first, second)]
        if any(ahead):
            mine, theirs = map(_estimate, ahead)
            points, others = mine.points(language), theirs.points(language)
            yield Row(label.said(language), points, others, theirs.less(mine), points=True)


def _deciding(report: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the lists on which the checks of a version were decided."""
    return _within(report, str((report.get("within_schools") or {}).get("decided_on")))


def _metrics(first: Side, second: Side, language: Language) -> Iterator[Row]:
    mine, theirs = (_lightgbm(side.report) for side in (first, second))
    for name, label in _METRICS.items():
        yield _row(label.said(language), _flat(mine, name), _flat(theirs, name), language)
    slope, other = (_estimate((side.report.get("calibration") or {}).get("slope")) for side in (first, second))
    yield _row(_SLOPE.said(language), slope, other, language)


def _lightgbm(report: Mapping[str, Any]) -> Mapping[str, Any]:
    return next((model for model in report.get("models") or () if model.get("name") == "lightgbm"), {})


def _groups(first: Side, second: Side, language: Language) -> Iterator[Row]:
    """Yield the groups about whose recall either version says something."""
    mine, theirs = (
        {_group_name(group, language): _estimate(group.get("recall")) for group in groups}
        for groups in (side.report.get("groups") or () for side in (first, second))
    )
    for label in {**mine, **theirs}:
        yield _row(label, mine.get(label, ReportedFigure()), theirs.get(label, ReportedFigure()), language, points=True)


def _group_name(group: Mapping[str, Any], language: Language) -> str:
    """Return the words for a group; of a report that has groups of its own, their codes."""
    by, code = str(group.get("by")), str(group.get("group"))
    return group_words(by, code, language) if code in GROUPS.get(by, {}) else f"{by}: {code}"


def _features(first: Side, second: Side, language: Language) -> Iterator[Row]:
    """Yield the features with their share of all reasons; one that a version does not have is a dash and counts 0."""
    mine, theirs = (
        {each["feature"]: each.get("share") for each in side.report.get("features") or ()} for side in (first, second)
    )
    if not mine or not theirs:
        return
    titles = _titles(first, language) | _titles(second, language)
    for name in {**mine, **theirs}:
        difference = (theirs.get(name) or 0.0) - (mine.get(name) or 0.0)
        share, other = (ReportedFigure(each.get(name)).said(language) for each in (mine, theirs))
        yield Row(titles[name], share, other, difference, points=True)


def _titles(side: Side, language: Language) -> dict[str, str]:
    return {each["feature"]: each.get(f"title_{language}") or each["feature"] for each in side.report["features"]}


def _hyperparameters(first: Side, second: Side, language: Language) -> Iterator[Row]:
    mine, theirs = (side.report.get("hyperparameters") or {} for side in (first, second))
    for name in {**mine, **theirs}:
        if mine.get(name) != theirs.get(name):
            yield Row(name, _text(mine.get(name), language), _text(theirs.get(name), language))


def _checks(first: Side, second: Side, language: Language) -> Iterator[Row]:
    mine, theirs = ({check.code: check for check in side.checks} for side in (first, second))
    for code, check in {**mine, **theirs}.items():
        words = (verdict_word(mine.get(code), language), verdict_word(theirs.get(code), language))
        yield Row(check.title(language), *words)


def _flat(figures: Mapping[str, Any], name: str) -> ReportedFigure:
    return ReportedFigure(figures.get(name), figures.get(f"{name}_low"), figures.get(f"{name}_high"))


def _estimate(figure: Mapping[str, Any] | None) -> ReportedFigure:
    return ReportedFigure(**{name: (figure or {}).get(name) for name in ReportedFigure._fields})


def _row(label: str, mine: ReportedFigure, theirs: ReportedFigure, language: Language, *, points: bool = False) -> Row:
    return Row(label, mine.said(language), theirs.said(language), theirs.less(mine), points=points)


def _most_different(rows: Iterable[Row]) -> list[Row]:
    known = [row for row in rows if row.difference]
    return sorted(known, key=lambda row: (-abs(row.difference or 0.0), row.label))[:MOST_DIFFERENT]
