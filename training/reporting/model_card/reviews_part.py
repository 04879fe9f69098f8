"""How cases were found in use, and who was helped, as a card reads it of a report."""

from training.reporting.model_card.report_parts import Figure, ReportPart


class ReviewWayRow(ReportPart):
    """What lists, nominations or both found."""

    name: str = ""
    named: int = 0
    found: int = 0
    recall: Figure = None
    precision: Figure = None


class ListsPart(ReportPart):
    """What the model's lists found, with helped children or without."""

    children: int = 0
    cases: int = 0
    recall: Figure = None
    precision: Figure = None


class ReviewsPart(ReportPart):
    """What each way found in the schools that used lists, and how many of the evaluated children were helped."""

    children: int = 0
    cases: int = 0
    schools: int = 0
    ways: tuple[ReviewWayRow, ...] = ()
    helped: int = 0
    helped_cases: int = 0
    with_helped: ListsPart = ListsPart()
    without_helped: ListsPart = ListsPart()
