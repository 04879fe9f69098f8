"""What the model was made of: records, label, children, and who answers for it."""

from collections.abc import Sequence
from typing import Any

from features.i18n.text import Bilingual
from features.schema.tables import LEFT_EARLY
from models.ranking.ordering import list_length
from training.reporting.model_card.blocks import Block, Bullets, Cell, Paragraph, Table
from training.reporting.model_card.formatting import (
    NO_BREAK,
    CardFormatter,
    Report,
    figure_of,
    number_of,
    text_of,
    value_of,
)
from training.reporting.model_card.labels import FEATURE_GROUPS, OUTCOMES, SPLITS, TABLES

DAYS = (("day", "days"), ("zi", "zile"))  # the noun, in English and in Romanian
LEAST_KNOWN = 10  # so many features are named among the gaps; all are in the card's last table

_NOT_MEASURED = (
    Bilingual(
        "It is what an office wrote down, not a child's life. A child who is registered but no longer comes, or comes "
        "and learns nothing, counts as still in school until somebody records otherwise.",
        "Este ce s-a scris într-un registru, nu viața unui copil. Un copil înscris care nu mai vine, sau vine și nu "
        "învață nimic, contează ca fiind la școală până când cineva notează altceva.",
    ),
    Bilingual(
        "Records come late. A child counted here as without the outcome may have had it already.",
        "Datele vin târziu. Un copil socotit aici fără situația urmărită poate că era deja în ea.",
    ),
    Bilingual(
        "Children whom help kept from the outcome count as children without it: some of the false alarms below are "
        "successes of the school.",
        "Copiii pe care ajutorul i-a ferit contează ca fără situația urmărită: o parte din alarmele false de mai jos "
        "sunt reușite ale școlii.",
    ),
)
_NOT_DROPOUT = (
    Bilingual(
        "The law speaks of school dropout only after long absence. The label looks at nearer signs, so that help is "
        "not too late; it is not the official dropout rate and must not be compared with it.",
        "Legea vorbește de abandon școlar abia după o absență îndelungată. Eticheta privește semne mai apropiate, ca "
        "ajutorul să nu vină prea târziu; nu este rata oficială a abandonului și nu se compară cu ea.",
    ),
    Bilingual(
        "A child who moved abroad or to another school, of which nobody told, may look like one who dropped out.",
        "Un copil plecat din țară sau mutat la altă școală fără să se fi aflat poate arăta ca unul care a abandonat.",
    ),
    Bilingual(
        "A child who left and came back later counts as having left.",
        "Un copil care a plecat și s-a întors mai târziu contează ca plecat.",
    ),
)


def outcome_words(given: Any, voice: CardFormatter) -> str:
    """Return the outcomes of a version in words."""
    codes = given.split(", ") if isinstance(given, str) else [text_of(code) for code in given or ()]
    return ", ".join(voice.word(OUTCOMES, code) for code in codes)


def listed_children(report: Report) -> int:
    """Return how many of the judged children the list would hold."""
    return list_length(report["capacity"], report["rows"])


def length_words(report: Report, voice: CardFormatter) -> str:
    """Say how long the list is: as many children, or a share of all with their number."""
    listed = voice.children(listed_children(report))
    if report["capacity"] >= 1:
        return listed
    share = f"{100 * report['capacity']:.3g}".replace(".", voice.say(".", ","))
    return voice.say(
        f"{share}{NO_BREAK}% of the children, here {listed}", f"{share}{NO_BREAK}% dintre copii, aici {listed}"
    )


def group_cell(feature: Report, voice: CardFormatter) -> Cell:
    """Return the cell with a feature's group."""
    return Cell(voice.word(FEATURE_GROUPS, text_of(feature.get("group"))))


def answers(report: Report, voice: CardFormatter) -> list[Block]:
    """Say who answers for the program, for a list, and for this version."""
    say, version = voice.say, report["model_version"]
    return [
        Bullets(
            [
                say(
                    "For the program: whoever offers it to schools under their name.",
                    "Pentru program: cine îl oferă școlilor sub numele său.",
                ),
                say(
                    "For what is done with a list: the school or inspectorate that uses it.",
                    "Pentru ce se face cu o listă: școala sau inspectoratul care o folosește.",
                ),
                say(
                    "For a version being in use: the people who signed for it. When this card was written, version "
                    f"{version} had just been trained and nobody had signed for it yet.",
                    "Pentru ca o versiune să fie în uz: oamenii care au semnat pentru ea. Când s-a scris această fișă, "
                    f"versiunea {version} tocmai fusese antrenată și nimeni nu semnase încă pentru ea.",
                ),
                _in_use(report, voice),
            ]
        ),
        Paragraph(
            say(
                "We treat it as a high-risk AI system under European law, since it speaks of children in school.",
                "O tratăm drept sistem de inteligență artificială cu risc ridicat în sensul dreptului european, "
                "fiindcă vorbește despre copii în școală.",
            )
        ),
    ]


def data(report: Report, voice: CardFormatter) -> list[Block]:
    """Say what records the model learnt from, what is missing in them, and what is seldom known."""
    about = report.get("data") or {}
    if not about:
        return [voice.nothing("the records it read", "datele citite")]
    blocks: list[Block] = [Paragraph(_extent(about, voice))]
    rows = about.get("rows_per_table") or {}
    if rows:
        header = voice.say("table", "tabel"), voice.say("rows", "rânduri")
        cells = [(Cell(voice.word(TABLES, name)), voice.cell(number_of(count))) for name, count in rows.items()]
        blocks.append(Table(voice.say("Rows read, by table", "Rânduri citite, pe tabele"), header, cells))
    blocks.append(Paragraph(_missing(about.get("missing_tables") or (), voice)))
    return [*blocks, *_least_known(about.get("coverage") or (), voice)]


def label(report: Report, voice: CardFormatter) -> list[Block]:
    """Say what the model predicts, of what parts it consists, and what it does not measure."""
    outcomes, days = outcome_words(report["outcomes"], voice), voice.count(report["horizon_days"], *DAYS)
    blocks: list[Block] = [
        Paragraph(
            voice.say(
                f"A child has the outcome if, within {days} after the as-of date, one of these was recorded: "
                f"{outcomes}. Children who transferred, emigrated, or went without any trace have no label and are "
                "left out.",
                f"La un copil apare situația urmărită dacă, în {days} de la data de referință, s-a înregistrat una "
                f"dintre acestea: {outcomes}. Copiii transferați, plecați din țară sau plecați fără urmă nu au "
                "etichetă și nu sunt socotiți.",
            )
        )
    ]
    parts = report.get("parts") or ()
    if parts:
        header = (
            voice.say("part", "parte"),
            voice.say("children", "copii"),
            voice.say("of them on the list", "dintre ei, pe listă"),
        )
        rows = [_part(part, voice) for part in parts]
        caption = voice.say("Of what the outcome consists", "Din ce se compune situația urmărită")
        blocks.append(Table(caption, header, rows))
    blocks.append(Paragraph(voice.say("What it does not measure:", "Ce nu măsoară:"), strong=True))
    limits = _NOT_MEASURED + (_NOT_DROPOUT if set(report["outcomes"]) & set(LEFT_EARLY) else ())
    return [*blocks, Bullets([voice.say(*text) for text in limits])]


def population(report: Report, voice: CardFormatter) -> list[Block]:
    """Say which children were judged, at which dates, and where the list is cut."""
    say, dates = voice.say, ", ".join(report["as_of"])
    items = [
        say(f"As-of dates: {dates}.", f"Date de referință: {dates}."),
        voice.word(SPLITS, text_of(report.get("split"))),
        say(
            "Only what the school knew before the as-of date is used. Children whose story had ended by then are not "
            "in it.",
            "Se folosește doar ce știa școala înainte de data de referință. Copiii al căror parcurs se încheiase până "
            "atunci nu sunt cuprinși.",
        ),
        say(
            f"The list is cut at {length_words(report, voice)}: what the school can do, not a border between "
            "kinds of children. The child just below it is hardly different from the last one on it.",
            f"Lista se taie la {length_words(report, voice)}: o limită a puterilor școlii, nu o graniță între feluri "
            "de copii. Copilul de imediat sub ea abia se deosebește de ultimul din listă.",
        ),
    ]
    if report.get("left_out"):
        left_out = ", ".join(report["left_out"])
        items.insert(
            1,
            say(
                f"Left out of the training, being less than a horizon before the test: {left_out}.",
                f"Lăsate deoparte la antrenare, fiind la mai puțin de un orizont înainte de test: {left_out}.",
            ),
        )
    return [Bullets([item for item in items if item])]


def _in_use(report: Report, voice: CardFormatter) -> str:
    signed = [each for each in report.get("history") or () if "champion" in (each.get("aliases") or ())]
    if not signed:
        return voice.say("No version was in use then.", "Nicio versiune nu era atunci în uz.")
    version, by, at = (text_of(signed[0].get(name)) for name in ("version", "promoted_by", "promoted_at"))
    who = voice.say(f", signed by {by}", f", semnată de {by}") if by else ""
    when = f" ({at})" if at else ""
    return voice.say(f"In use then: version {version}{who}{when}.", f"În uz atunci: versiunea {version}{who}{when}.")


def _extent(about: Report, voice: CardFormatter) -> str:
    schools, pupils = number_of(about.get("schools")), number_of(about.get("pupils"))
    counts = [
        *([] if schools is None else [voice.count(schools, ("school", "schools"), ("școală", "școli"))]),
        *([] if pupils is None else [voice.count(pupils, ("pupil", "pupils"), ("elev", "elevi"))]),
    ]
    years = ", ".join(about.get("school_years") or ())
    first, last = text_of(about.get("first_day")), text_of(about.get("last_day"))
    parts = [
        ", ".join(counts),
        voice.say(f"school years {years}", f"anii școlari {years}") if years else "",
        voice.say(f"records from {first} to {last}", f"date de la {first} până la {last}") if first and last else "",
    ]
    said = "; ".join(part for part in parts if part)
    return voice.say(f"Read: {said or 'not said'}.", f"S-au citit: {said or 'nu se spune'}.")


def _missing(tables: Sequence[str], voice: CardFormatter) -> str:
    if not tables:
        return voice.say("No table is missing.", "Nu lipsește niciun tabel.")
    names = ", ".join(voice.word(TABLES, name) for name in tables)
    return voice.say(
        f"Not there: {names}. What they would tell is unknown to the model for every child.",
        f"Lipsesc: {names}. Ce ar fi spus ele nu știe modelul despre niciun copil.",
    )


def _least_known(coverage: Sequence[Report], voice: CardFormatter) -> list[Block]:
    if not coverage:
        return [voice.nothing("how often each feature was known", "cât de des a fost cunoscut fiecare indicator")]
    seldom = sorted(coverage, key=lambda feature: value_of(feature, "known") or 0)
    header = voice.say("feature", "indicator"), voice.say("group", "grupă"), voice.say("known for", "cunoscut la")
    rows = [
        (Cell(voice.pick(feature, "title")), group_cell(feature, voice), voice.share_cell(figure_of(feature, "known")))
        for feature in seldom[:LEAST_KNOWN]
    ]
    return [
        Table(voice.say("What is seldom known of a child", "Ce se știe rar despre un copil"), header, rows, words=2)
    ]


def _part(part: Report, voice: CardFormatter) -> tuple[Cell, ...]:
    return (
        Cell(voice.word(OUTCOMES, text_of(part.get("outcome")))),
        voice.cell(number_of(part.get("positives"))),
        voice.share_cell(figure_of(part, "recall_at_capacity")),
    )
