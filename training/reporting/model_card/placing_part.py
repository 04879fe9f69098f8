"""Where the places go, as a card reads it of a report."""

from training.reporting.model_card.report_parts import Codes, Figure, ReportPart


class WayRow(ReportPart):
    """What one way of giving places found."""

    name: str = ""
    title_ro: str = ""
    title_en: str = ""
    found: float | None = None
    recall: Figure = None
    precision: Figure = None
    difference: Figure = None


class PlacingPart(ReportPart):
    """What each way found on the past dates together, and the answer in words."""

    dates: Codes = ()
    children: int = 0
    cases: int = 0
    places: int = 0
    ways: tuple[WayRow, ...] = ()
    answer_ro: str = ""
    answer_en: str = ""
