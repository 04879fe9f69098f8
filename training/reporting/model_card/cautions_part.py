"""The cautions of the lists as a card reads them."""

from training.reporting.model_card.report_parts import ReportPart


class CautionRow(ReportPart):
    """A caution of every list of the last date, in full; or a kind of caution, and how many schools' lists have it."""

    code: str = ""
    text_ro: str = ""
    text_en: str = ""
    schools: float | None = None


class ListCautions(ReportPart):
    """The cautions that lists of the last date would have."""

    as_of: str = ""
    schools: int = 0
    with_own: int = 0
    everywhere: tuple[CautionRow, ...] = ()
    kinds: tuple[CautionRow, ...] = ()
