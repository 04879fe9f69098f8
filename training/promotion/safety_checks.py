"""Checks of safety: fair, stable, what it was declared to be, without knowledge of the future."""

from collections.abc import Iterable, Sequence

from features.i18n.numbers import counted, percent
from features.i18n.text import LANGUAGES, Bilingual, Language
from features.table.audit_groups import group_words
from models.registry.promotion_check import Check
from models.risk.model import Target
from training.evaluation.results import EvaluationResults
from training.metrics.group_fairness import FAR_BELOW, GroupGap, far_below
from training.promotion.verdicts import made, points

MUST_STAY = 0.5  # share of the children on the lists of their schools that a new version should leave there
NAMED = 5  # features named in a sentence

_TO_DO = Bilingual(
    "See whether absences and marks of these children are recorded as those of others, complete them and train again; "
    "until then give these children more places, or another person decides with --overruled-by.",
    "Vedeți dacă absențele și notele acestor copii se înregistrează ca ale celorlalți, completați-le și antrenați din "
    "nou; până atunci dați-le mai multe locuri sau altă persoană decide cu --overruled-by.",
)


def safety_checks(results: EvaluationResults) -> tuple[Check, ...]:
    """Return the checks that ask for no better figures."""
    return (
        _groups_alike(results),
        _stable(results),
        _as_declared(results),
        _sees_no_future(results),
        _no_feature_alone(results),
    )


def _groups_alike(results: EvaluationResults) -> Check:
    """Look for groups whose cases the list misses more often than it would have to.

    A group at low risk has few cases with high scores, so that any list by risk misses more of them. What is held
    against the model is a gap that the list of a plain logistic regression, fitted on the same rows, has not.
    """
    code = "groups_alike"
    if not results.gaps:
        return made(
            code, "cannot_say", en="No group has cases enough to say anything.",
            ro="Niciun grup nu are destule cazuri ca să se poată spune ceva.",
        )  # fmt: skip
    wronged, far = far_below(results.gaps), [gap for gap in results.gaps if (gap.gap.value or 0) < -FAR_BELOW]
    if wronged:
        named = {language: _named_with_children(results, wronged, language) for language in LANGUAGES}
        return made(
            code, "failed", en=f"The list misses more cases than it would have to among: {named['en']}. {_TO_DO.en}",
            ro=f"Lista scapă mai multe cazuri decât ar trebui la: {named['ro']}. {_TO_DO.ro}",
        )  # fmt: skip
    en, ro = (_shared_with_any_list(far, language) for language in LANGUAGES)
    tolerance, groups = f"{100 * FAR_BELOW:.0f}", len(results.gaps)
    return made(
        code,
        "passed",
        en=f"{counted(groups, 'group', 'groups', 'en')}: in none does the list miss over {tolerance} points more cases "
        f"than it would have to, beyond noise{en}.",
        ro=f"{counted(groups, 'grup', 'grupuri', 'ro')}: la niciunul lista nu scapă cu peste {tolerance} puncte mai "
        f"multe cazuri decât ar trebui, dincolo de întâmplare{ro}.",
    )


def _named_with_children(results: EvaluationResults, gaps: Iterable[GroupGap], language: Language) -> str:
    """Name groups with their gap, how many children they have, and how many of their cases that is."""
    children = {(each.by, each.group): each.children for each in results.groups}
    return "; ".join(
        f"{_named([gap], language)}, {_missed(gap, children.get((gap.by, gap.group), 0), language)}" for gap in gaps
    )


def _missed(gap: GroupGap, children: int, language: Language) -> str:
    missed = max(1, round(-(gap.gap.value or 0) * gap.positives))
    if language == "ro":
        return (
            f"adică cam {counted(missed, 'caz', 'cazuri', 'ro')} din {gap.positives}, între "
            f"{counted(children, 'copil', 'copii', 'ro')}"
        )
    return f"about {counted(missed, 'case', 'cases', 'en')} of {gap.positives} among {children:,} children"


def _named(gaps: Iterable[GroupGap], language: Language) -> str:
    return "; ".join(f"{group_words(gap.by, gap.group, language)} {points(gap.gap, language)}" for gap in gaps)


def _shared_with_any_list(gaps: Sequence[GroupGap], language: Language) -> str:
    """Name the groups that are missed more often, but by a plain logistic regression too, or within noise."""
    if not gaps:
        return ""
    if language == "ro":
        return f"; mai mici, ca la o regresie logistică simplă sau în limita întâmplării: {_named(gaps, 'ro')}"
    return f"; lower, as with a plain logistic regression or within noise: {_named(gaps, 'en')}"


def _stable(results: EvaluationResults) -> Check:
    code = "stable"
    if results.comparison is None:
        return made(
            code, "cannot_say", en="There are no lists of a champion to compare with.",
            ro="Nu există liste ale unui model în uz cu care să se compare.",
        )  # fmt: skip
    change = results.comparison.change
    why = {language: _titles(results, change.because_of, language) for language in LANGUAGES}
    return made(
        code,
        "passed" if change.stays >= MUST_STAY else "failed",
        en=f"Of the children on the lists of their schools, {percent(change.stays, 'en')} are on the champion's lists "
        f"too, at least {percent(MUST_STAY, 'en')} should be; who comes and goes, does so most for: {why['en']}.",
        ro=f"Dintre copiii de pe listele școlilor lor, {percent(change.stays, 'ro')} sunt și pe listele modelului în "
        f"uz, ar trebui cel puțin {percent(MUST_STAY, 'ro')}; cine intră sau iese, mai ales pentru: {why['ro']}.",
    )


def _as_declared(results: EvaluationResults) -> Check:
    """Compare with the champion, whose features and target were signed for; a first version declares its own."""
    code, names = "as_declared", [feature.name for feature in results.features]
    if results.champion is None:
        return made(
            code, "passed", en=f"The first version: it declares {_features(len(names), 'en')} and its target.",
            ro=f"Prima versiune: declară {_features(len(names), 'ro')} și ținta ei.",
        )  # fmt: skip
    model = results.champion.model
    added, gone = (
        sorted(a - b) for a, b in ((set(names), set(model.feature_names)), (set(model.feature_names), set(names)))
    )
    changes = [
        *(f"+ {name}" for name in added),
        *(f"- {name}" for name in gone),
        *_target_changes(results, model.target),
    ]
    if not changes:
        return made(
            code, "passed", en="The same features and the same target as the champion's.",
            ro="Aceiași indicatori și aceeași țintă ca ale modelului în uz.",
        )  # fmt: skip
    listed = ", ".join(changes[:NAMED]) + (f" (+{len(changes) - NAMED})" if len(changes) > NAMED else "")
    return made(
        code, "failed", en=f"Not what the champion was declared to be: {listed}.",
        ro=f"Altceva decât a fost declarat pentru modelul în uz: {listed}.",
    )  # fmt: skip


def _target_changes(results: EvaluationResults, declared: Target) -> Iterable[str]:
    plan, champion = results.plan, results.champion
    if set(plan.outcomes) != set(declared.outcomes):
        yield f"{' + '.join(declared.outcomes)} -> {' + '.join(plan.outcomes)}"
    theirs = champion.plan() if champion else plan
    if (plan.until, plan.horizon_days) != (theirs.until, theirs.horizon_days):
        yield f"{theirs.until or theirs.horizon_days} -> {plan.until or plan.horizon_days}"


def _sees_no_future(results: EvaluationResults) -> Check:
    ahead = results.suspicion.leaking_features
    if ahead:
        return made(
            "sees_no_future", "failed",
            en=f"These change when what was known later is taken away: {', '.join(ahead[:NAMED])}.",
            ro=f"Acestea se schimbă când se ia ce s-a aflat mai târziu: {', '.join(ahead[:NAMED])}.",
        )  # fmt: skip
    features = len(results.features)
    return made(
        "sees_no_future",
        "passed",
        en=f"All {_features(features, 'en')} are the same when everything known on the test date or later is "
        "taken away.",
        ro=f"Toți cei {_features(features, 'ro')} rămân la fel când se ia tot ce s-a aflat la data de test sau "
        "mai târziu.",
    )


def _no_feature_alone(results: EvaluationResults) -> Check:
    good = results.suspicion.too_good
    if good:
        named = {
            language: ", ".join(f"{name} ({percent(area, language)})" for name, area in good.items())
            for language in ("en", "ro")
        }
        return made(
            "no_feature_alone", "failed",
            en=f"Alone they rank the children almost perfectly, as only the outcome in disguise does: {named['en']}.",
            ro=f"Singuri ordonează copiii aproape perfect, cum face doar situația urmărită, deghizată: {named['ro']}.",
        )  # fmt: skip
    return made(
        "no_feature_alone", "passed", en="No feature alone ranks the children almost perfectly.",
        ro="Niciun indicator nu ordonează singur copiii aproape perfect.",
    )  # fmt: skip


def _titles(results: EvaluationResults, names: Iterable[str], language: Language) -> str:
    by_name = {feature.name: feature for feature in results.features}
    known = [by_name[name] for name in names if name in by_name]
    return ", ".join(each.title.said(language) for each in known) or "-"


def _features(count: int, language: Language) -> str:
    one, many = ("indicator", "indicatori") if language == "ro" else ("feature", "features")
    return counted(count, one, many, language)
