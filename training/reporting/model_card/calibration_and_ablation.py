"""Whether the scores are true, and what would be lost without the family's situation."""

from training.reporting.model_card.blocks import Block, Bullets, Paragraph
from training.reporting.model_card.formatting import CardFormatter, Report, figure_of, text_of
from training.reporting.model_card.labels import FEATURE_GROUPS


def calibration(report: Report, voice: CardFormatter) -> list[Block]:
    """Say whether a score of 10 % means 10 of 100."""
    found = report.get("calibration") or {}
    if not found:
        return [voice.nothing("how true the scores are", "cât de adevărate sunt scorurile")]
    slope = voice.with_interval(voice.decimal_cell(figure_of(found, "slope"), 2))
    ratio = voice.with_interval(
        voice.decimal_cell(figure_of(found, "observed_over_expected", "observed_by_expected"), 2)
    )
    return [
        Paragraph(
            voice.say(
                "A score is a probability: of 100 children with a score of 10 %, about 10 should have the outcome.",
                "Un scor este o probabilitate: din 100 de copii cu scorul 10 %, situația urmărită ar trebui să apară "
                "la aproximativ 10.",
            )
        ),
        Bullets(
            [
                voice.say(
                    f"Slope: {slope}. 1 is right; below 1 the scores exaggerate, above 1 they are too cautious.",
                    f"Panta: {slope}. 1 este corect; sub 1 scorurile exagerează, peste 1 sunt prea prudente.",
                ),
                voice.say(
                    f"Cases observed over cases expected: {ratio}. Above 1 there were more than the scores promised.",
                    f"Cazuri observate față de cazuri așteptate: {ratio}. Peste 1 au fost mai multe decât promiteau "
                    "scorurile.",
                ),
            ]
        ),
    ]


def ablation(report: Report, voice: CardFormatter) -> list[Block]:
    """Say what recall is lost if the family's situation is not used."""
    found = report.get("ablation") or {}
    if not found:
        return [voice.nothing("what is lost without the family's situation", "ce se pierde fără situația familiei")]
    group = voice.word(FEATURE_GROUPS, text_of(found.get("without")))
    recall, without = (voice.share_cell(figure_of(found, name)).text for name in ("recall", "recall_without"))
    difference = figure_of(found, "difference")
    said = voice.with_interval(voice.points_cell(difference))
    blocks: list[Block] = [
        Paragraph(
            voice.say(
                f"Recall with all features: {recall}; without “{group}”: {without}. Difference: {said}.",
                f"Recall cu toți indicatorii: {recall}; fără „{group}”: {without}. Diferența: {said}.",
            )
        )
    ]
    if difference is not None and difference.low is not None and difference.high is not None:
        blocks.append(Paragraph(_worth(difference.low, difference.high, voice)))
    return blocks


def _worth(low: float, high: float, voice: CardFormatter) -> str:
    if low <= 0 <= high:
        return voice.say(
            "The interval holds zero: this test does not show that anything is lost. A school can go without them.",
            "Intervalul cuprinde zero: testul nu arată că s-ar pierde ceva. O școală se poate lipsi de aceste date.",
        )
    return voice.say(
        "The interval does not hold zero: the difference is more than chance. A school may still choose to go without.",
        "Intervalul nu cuprinde zero: diferența este mai mult decât întâmplare. O școală poate alege totuși să se "
        "lipsească de aceste date.",
    )
