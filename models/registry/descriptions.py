"""What MLflow's own pages say of the registered model and of each version, in both languages."""

from collections.abc import Mapping

from features.i18n.code_names import code_names
from features.i18n.text import LANGUAGES, Language
from models.registry.promotion_check import checks_made, verdict_summary

MODEL_DESCRIPTION = """\
Which children should a school look after first? Every version was made by `prezent train`; the champion is the one of \
the last signed decision (`prezent-decisions`), and only `prezent promote` and `prezent rollback` move it.

De cine să aibă grijă mai întâi o școală? Fiecare versiune a fost făcută de `prezent train`; modelul în uz este cel al \
ultimei decizii semnate (`prezent-decisions`), mutat doar de `prezent promote` și `prezent rollback`.
"""


def version_description(version: str, tags: Mapping[str, str], *, experiment_id: str, run_id: str) -> str:
    """Return what a version predicts, from which dates, with which verdicts, and where its card is, as Markdown."""
    checks, card = checks_made(tags), f"#/experiments/{experiment_id}/runs/{run_id}/artifacts/card"
    verdicts: dict[Language, str] = {language: verdict_summary(checks, language) for language in LANGUAGES}
    as_of, codes = tags.get("as_of", "-"), tags.get("outcomes", "-").split(", ")
    outcomes = {language: code_names("outcome", codes, language) for language in LANGUAGES}
    recall, rules = (tags.get(f"{name}.recall_at_capacity") or "-" for name in ("lightgbm", "rules"))
    return (
        f"**Predicts** {outcomes['en']}, learnt at {as_of}. Recall at capacity {recall}, today's rules {rules}. "
        f"Checks: {verdicts['en']}. [Model card]({card}/card.en.html). Next: `prezent promote {version}`.\n\n"
        f"**Prezice** {outcomes['ro']}, învățat la {as_of}. Cazuri găsite: {recall}, regulile de "
        f"azi {rules}. "
        f"Verificări: {verdicts['ro']}. [Fișa modelului]({card}/card.ro.html). Urmează: `prezent promote {version}`.\n"
    )
