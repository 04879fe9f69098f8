"""The registered versions, and the decisions about them, in a terminal."""

from collections.abc import Mapping, Sequence

from features.i18n.code_names import code_names
from features.i18n.dates import local_time
from features.i18n.numbers import decimal
from features.i18n.text import Bilingual, Language
from features.i18n.text_table import table_lines
from models.registry.decisions import Decision
from models.registry.promotion_check import NO_CHAMPION, checks_made, is_finished, is_invented, verdict_summary
from models.registry.registry import ModelVersion
from models.risk.model import INVENTED_CHILDREN
from training.promotion.verdicts import TITLES

NEWEST = 5

_METRICS = tuple(f"{name}.recall_within_schools" for name in ("lightgbm", "absences_only", "rules"))
_HEADS = (
    Bilingual("version", "versiune"), Bilingual("alias", "alias"), Bilingual("registered", "înregistrată"),
    Bilingual("recall", "găsite"), Bilingual("absences", "absențe"), Bilingual("rules", "reguli"),
    Bilingual("checks, outcomes and dates", "verificări, situații și date"),
)  # fmt: skip
_RECALL = Bilingual(
    "Recall of lists made school by school: of Prezent, by counting absences, by today's rules.",
    "Cazuri găsite de liste făcute școală cu școală: de Prezent, după numărul absențelor, după regulile de azi.",
)
_NO_VERSION = Bilingual(
    "No model is registered yet. Next: {program} train RECORDS ...",
    "Niciun model nu este înregistrat încă. Urmează: {program} train DATE ...",
)
_UNFINISHED = Bilingual("unfinished: the training was stopped", "neterminată: antrenarea a fost întreruptă")
_INVENTED = Bilingual("invented children: for trying out only", "copii inventați: numai pentru încercare")
_DECISIONS = Bilingual("Decisions, newest first", "Decizii, cele mai noi întâi")


def version_lines(versions: Sequence[ModelVersion], language: Language, *, program: str = "prezent") -> list[str]:
    """Return a block of lines per version, newest first: figures, and verdicts above what it was trained for.

    ``program`` is how the next command calls the program.
    """
    if not versions:
        return [_NO_VERSION.said(language).format(program=program)]
    rows = [tuple(head.said(language) for head in _HEADS)]
    for each in versions:
        metrics = [_rounded(each.tags.get(name), language) for name in _METRICS]
        finished = is_finished(each.tags)
        verdicts = verdict_summary(checks_made(each.tags), language) if finished else _UNFINISHED.said(language)
        aliases, registered = ", ".join(each.aliases), f"{local_time(each.created):%Y-%m-%d %H:%M}"
        rows.append((each.version, aliases, registered, *metrics, f"{verdicts}\n{_target(each.tags, language)}"))
    return [*table_lines(rows, right=(3, 4, 5), whole=range(6)), "", _RECALL.said(language)]


def decision_lines(decisions: Sequence[Decision], faults: Sequence[Bilingual], language: Language) -> list[str]:
    """Return the newest decisions, and whatever was done past them.

    Parameters
    ----------
    decisions
        All decisions, newest first.
    faults
        Sentences about what is wrong with them.
    """
    if not decisions and not faults:
        return []
    rows = [
        (f"{each.number}", f"{local_time(each.at):%Y-%m-%d %H:%M}", _sentence(each).said(language))
        for each in decisions
    ]
    if len(rows) > NEWEST:
        before = len(rows) - NEWEST
        rows[NEWEST:] = [("", Bilingual(f"and {before} before.", f"și {before} înainte.").said(language), "")]
    attention = Bilingual("Attention", "Atenție").said(language)
    told = [line for fault in faults for line in table_lines([(f"{attention}: {fault.said(language)}",)])]
    return ["", _DECISIONS.said(language), *table_lines(rows, whole=(0, 1)), *told]


def invented_lines(tags: Mapping[str, str], language: Language) -> list[str]:
    """Return the line that says of a version that its children never were; none of another version."""
    return [INVENTED_CHILDREN.said(language)] if is_invented(tags) else []


def _rounded(tag: str | None, language: Language) -> str:
    """Return a figure of a tag with three decimals; a dash where the tag is missing or no number."""
    try:
        return decimal(float(tag or ""), language)
    except ValueError:
        return "-"


def _target(tags: Mapping[str, str], language: Language) -> str:
    outcomes = code_names("outcome", tags.get("outcomes", "-").split(", "), language)
    invented = f"\n{_INVENTED.said(language)}" if is_invented(tags) else ""
    return f"{outcomes}; {tags.get('as_of', '-')}{invented}"


def _sentence(decision: Decision) -> Bilingual:
    """Say what was decided, by whom and why.

    The first letters of the seal stand at the end, to be noted on paper: a record sealed anew would show another one.
    """
    promoted, former = decision.action == "promoted", decision.former_champion
    replacing = Bilingual("", "")
    if former != NO_CHAMPION:
        replacing = Bilingual(f", replacing {former}", f", în locul versiunii {former}")
    void, overruled = Bilingual("", ""), Bilingual("", "")
    if decision.void:
        void = Bilingual("void, others decided first: ", "fără valabilitate, alții au decis înainte: ")
    if decision.overruled_by:
        checks = [TITLES.get(code, Bilingual(code, code)) for code in decision.overruled_checks]
        by, why = decision.overruled_by, f"{decision.overrule_reason}."
        overruled = Bilingual(
            f" Overruled by {by} ({', '.join(check.en for check in checks)}): {why}",
            f" Peste verificări a trecut {by} ({', '.join(check.ro for check in checks)}): {why}",
        )
    reason, version = decision.reason.rstrip("."), decision.model_version
    return Bilingual(
        f"{void.en}{'promoted' if promoted else 'rolled back to'} version {version}{replacing.en}, by {decision.by}: "
        f"{reason}.{overruled.en} Seal {decision.seal[:8]}",
        f"{void.ro}{'promovată versiunea' if promoted else 'revenire la versiunea'} {version}{replacing.ro}, de "
        f"{decision.by}: {reason}.{overruled.ro} Sigiliu {decision.seal[:8]}",
    )
