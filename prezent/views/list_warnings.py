"""What is odd in the records of the children on a list."""

from features.i18n.text import Bilingual, Language
from features.records.records import Records
from features.warnings.all_warnings import records_warnings, warnings_of
from models.ranking.ranked_list import RankedList

_SHOWN = 3
_MORE = Bilingual(
    "More about the records of this list: {program} check.",
    "Alte observații despre datele acestei liste: {program} check.",
)


def warned_lines(records: Records, ranked: RankedList, language: Language, *, program: str = "prezent") -> list[str]:
    """Return the first warnings of the records that touch the children on a list, and where the others are told."""
    listed = {pupil.pupil_id for pupil in ranked.pupils}
    found = warnings_of(records_warnings(records), listed)
    more = [_MORE.said(language).format(program=program)] if len(found) > _SHOWN else []
    return [*(warning.sentence(language) for warning in found[:_SHOWN]), *more]
