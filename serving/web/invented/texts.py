"""What a demo writes into decisions, plans and notes: kept in its language, shown in that of whoever reads it."""

from functools import cache

from django.utils.functional import Promise
from django.utils.translation import get_language, override
from django.utils.translation import gettext_lazy as _

from features.i18n.text import LANGUAGES, Bilingual
from serving.web.invented.examples import examples

BUS = _("On Mondays the child is absent most; the bus is missed.")
MATHEMATICS = _("I would come if somebody helped me with mathematics.")
GRANDMOTHER = _("The grandmother looks after the child while the parents work abroad.")
DISCUSSED = _("Discussed with the form teacher.")
ILLNESS = _("The absences were for an illness that is over.")
CAME = _("The child has come to school for a month.")
NEED = _("To come to school regularly and to catch up on lessons.")
GOALS = _("I want to finish this class.")
MOTHER = _("The mother agrees.")
WHO_BRINGS = _("Agree with the family on who brings the child")
LOOK = _("Look at attendance together with the form teacher")
ONLY_MODEL = _("The demo's only model.")
_SENTENCES: tuple[Promise, ...] = (
    BUS, MATHEMATICS, GRANDMOTHER, DISCUSSED, ILLNESS, CAME, NEED, GOALS, MOTHER, WHO_BRINGS, LOOK, ONLY_MODEL,
)  # fmt: skip


def in_readers_language(text: str) -> str:
    """Return a text as it stands, and one that a demo wrote in the language of now."""
    known = _known().get(text)
    return known.said("ro" if get_language() == "ro" else "en") if known else text


@cache
def _known() -> dict[str, Bilingual]:
    said = {}
    for language in LANGUAGES:
        with override(language):
            said[language] = [str(each) for each in _SENTENCES]
    told = [Bilingual(en, ro) for en, ro in zip(said["en"], said["ro"], strict=True)]
    told += [example.name for example in examples().values()]
    return {text: each for each in told for text in (each.en, each.ro)}
