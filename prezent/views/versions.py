"""The registered versions, and the decisions about them, in a terminal."""

import textwrap
from collections.abc import Mapping, Sequence

from features.i18n.text import Language
from models.registry.decisions import Decision
from models.registry.promotion_check import WIDTH, checks_made, verdict_summary
from models.registry.registry import ModelVersion

NEWEST = 5

_HEADLINES = ("lightgbm.auc", "lightgbm.recall_at_capacity", "rules.recall_at_capacity")


def version_lines(versions: Sequence[ModelVersion], language: Language) -> list[str]:
    """Return two lines or more per version, newest first: figures and verdicts, then what it was trained for."""
    if not versions:
        return ["No model is registered yet. Next: prezent train RECORDS ..."]
    lines = [f"{'version':<9}{'alias':<22}{'registered':<18}{'AUC':>7}{'recall':>8}{'rules':>8}  checks"]
    for each in versions:
        figures = [each.tags.get(name, "-")[:5] or "-" for name in _HEADLINES]
        head = (
            f"{each.version:<9}{', '.join(each.aliases):<22}{each.created:%Y-%m-%d %H:%M}  "
            f"{figures[0]:>7}{figures[1]:>8}{figures[2]:>8}  {verdict_summary(checks_made(each.tags), language)}"
        )
        lines += [*_wrapped(head, indent=74), *_wrapped(" " * 9 + _target(each.tags), indent=9)]
    return lines


def decision_lines(decisions: Sequence[Decision], faults: Sequence[str]) -> list[str]:
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
    lines = ["", "Decisions, newest first"]
    for each in decisions[:NEWEST]:
        lines += _wrapped(f"{each.number:<9}{each.at:%Y-%m-%d %H:%M}  {_sentence(each)}", indent=27)
    if len(decisions) > NEWEST:
        lines.append(f"{'':<9}and {len(decisions) - NEWEST} before.")
    return [*lines, *(line for fault in faults for line in _wrapped(f"Attention: {fault}", indent=9))]


def _target(tags: Mapping[str, str]) -> str:
    return f"{tags.get('outcomes', '-')}; {tags.get('as_of', '-')}"


def _sentence(decision: Decision) -> str:
    """Say what was decided, by whom and why.

    The first letters of the seal stand at the end, to be noted on paper: a record sealed anew would show another one.
    """
    done = "promoted" if decision.action == "promoted" else "rolled back to"
    former = "" if decision.former_champion == "none" else f", replacing {decision.former_champion}"
    void = "void, others decided first: " if decision.void else ""
    overruled = (
        f" Overruled by {decision.overruled_by} ({', '.join(decision.overruled_checks)}): {decision.overrule_reason}."
        if decision.overruled_by
        else ""
    )
    return (
        f"{void}{done} version {decision.model_version}{former}, by {decision.by}: {decision.reason.rstrip('.')}."
        f"{overruled} Seal {decision.seal[:8]}"
    )


def _wrapped(text: str, *, indent: int) -> list[str]:
    return textwrap.wrap(text, WIDTH, subsequent_indent=" " * indent, drop_whitespace=True, break_on_hyphens=False)
