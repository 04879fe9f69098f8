"""Pupils a row, with what a row says of a pupil besides marks and absences: enrolment, family, outcome."""

import re
from collections.abc import Iterator, Mapping

from features.importers.spreadsheets.cells.classes import class_label, level_of
from features.importers.spreadsheets.cells.days import NoDay, Year, day_of
from features.importers.spreadsheets.files.grid import Cell, shown
from features.importers.spreadsheets.headings.meaning import Heading
from features.importers.spreadsheets.headings.tables import SheetTable
from features.importers.spreadsheets.layouts.facts import Fact, Findings, PupilSeen
from features.schema.synonyms import NO_OUTCOMES, SEVERAL_OUTCOMES, plain, values_by_word
from features.schema.tables import FAMILY, OUTCOME_TABLE, OUTCOMES

_NO_OUTCOME = {
    *NO_OUTCOMES, "activ", "activa", "inscris", "inscrisa", "prezent", "frecventeaza", "deschisa", "nu",
    "situatiedeschisa", "scolarizat", "scolarizata",
}  # fmt: skip
_YEAR = re.compile(r"(?:19|20)\d\d")
_NUMBERED = re.compile(r"^\d{1,3}\s*[.)]\s*(?=[^\W\d_])")  # "12. Alfa Ana"
_MINUTES = re.compile(r"(\d{1,3})\s*(?:de\s+)?(?:min|minute|minut|m|')\.?", re.IGNORECASE)
_FORMULA = re.compile(r"[=+@]|-\s*[\d(=]|#(?:REF|NUME|NAME|N/A|VALUE|VALOARE|DIV/0|NULL|NUM)\b", re.IGNORECASE)
_LONGEST_NAME, _LONGEST_CLASS = 200, 40
_YOUNGEST, _OLDEST = 3, 80  # years of age at level 0, and of grown people who finish school
_SOCIAL = re.compile("social|vmi|ajutor|minim")
_AMOUNT = re.compile(r"[1-9]\d{1,4}(?:[.,]\d{1,2})?(?:\s*(?:de\s+)?(?:lei|ron))?", re.IGNORECASE)
_CERTIFICATE = re.compile(r"cert(?:ificat|\.)|(?:nr\.?\s*)?\d{1,6}\s*/\s*[\d.]{2,10}$", re.IGNORECASE)
_YES_OR_NO = re.compile(r"(da|nu|yes|no)\s*(?:[-–(,/:;]|cert)[^?]*$", re.IGNORECASE)  # with what it is about
_DETAIL = re.compile(r"\s*[-–(,/:;].*", re.DOTALL)


def pupils_by_row(table: SheetTable, findings: Findings, *, fill_down: bool) -> dict[int, PupilSeen]:
    """Return the pupil of each row; with ``fill_down`` a row without one is of the pupil above, as in merged cells."""
    found: dict[int, PupilSeen] = {}
    names = [
        each.column for each in table.headings if each.target.startswith("pupil.") and each.target != "pupil.contacts"
    ]
    before: PupilSeen | None = None
    for row in table.rows:
        register, name = _text(table, row, "pupil.register_number"), _name(table, row)
        _refuse_no_name(name, findings, row, names[-1] if names else 0)
        if not register and not name:
            if fill_down and before is not None:
                found[row] = before
                findings.counts["filled_down"] += 1
            else:
                findings.wrong_cell("sheet_no_pupil", row, names[0] if names else 0, None)
            continue
        label = _class(table, row, findings.context.class_label)
        if not label and before is not None and table.column("enrolments.class_label"):
            label = before.class_label  # written once, above those of the class
            findings.counts["filled_class"] += bool(label)
        column = names[0] if names else 0
        if len(label) > _LONGEST_CLASS:
            heading = table.column("enrolments.class_label")
            findings.wrong_cell("sheet_class_long", row, heading.column if heading else column, label)
        before = PupilSeen(register, name, _birth_year(table, row, label, findings), label, (row, column))
        found[row] = before
    return found


def _refuse_no_name(name: str, findings: Findings, row: int, column: int) -> None:
    """Keep a problem of a text that is no name of a person: longer than any, or what a spreadsheet runs or shows."""
    if len(name) > _LONGEST_NAME:
        findings.wrong_cell("sheet_name_long", row, column, name)
    elif _FORMULA.match(name):
        findings.wrong_cell("sheet_name_formula", row, column, name)


def _text(table: SheetTable, row: int, target: str) -> str:
    heading = table.column(target)
    return table.sheet.text(row, heading.column) if heading else ""


def _name(table: SheetTable, row: int) -> str:
    wholes = dict.fromkeys(
        _NUMBERED.sub("", table.sheet.text(row, each.column)) for each in table.columns("pupil.name")
    )
    if whole := " ".join(filter(None, wholes)):
        given = _text(table, row, "pupil.given_names")
        return " ".join((whole if not given or given in whole else f"{whole} {given}").split())
    parts = [_text(table, row, f"pupil.{part}") for part in ("surname", "given_names")]
    return " ".join(" ".join(filter(None, parts)).split())


def _class(table: SheetTable, row: int, titled: str) -> str:
    """Return the class of a row, else of the title; a letter alone is of the level that the title says."""
    text = _text(table, row, "enrolments.class_label")
    if titled and " " not in titled and len(text) == 1 and text.isalpha() and text.upper() not in "IVX":
        return class_label(f"{titled} {text}")
    return class_label(text) if text else titled


def _birth_year(table: SheetTable, row: int, label: str, findings: Findings) -> str:
    """Return the year of a day or year of birth; nothing else of it is kept."""
    heading = table.column("enrolments.birth_year")
    cell = _cell(table, row, heading.column) if heading else None
    if cell is None or heading is None:
        return ""
    try:
        born = int(text) if _YEAR.fullmatch(text := shown(cell)) else day_of(cell, Year())[0].year
        level = level_of(label)
        return _possible(born, cell, (row, heading.column), int(level or 0), findings)
    except NoDay as error:
        if error.code == "sheet_no_such_day":
            findings.wrong_cell("sheet_no_such_day", row, heading.column, cell)
        else:
            findings.wrong_cell("sheet_birth", row, heading.column, cell)
        return ""


def _possible(born: int, cell: Cell, place: tuple[int, int], level: int, findings: Findings) -> str:
    """Return a year of birth that somebody of a level may have: nobody is more than three years ahead of it."""
    now = findings.context.year.of_month(9) or findings.context.today.year
    first, last = now - _OLDEST, now - _YOUNGEST - level
    if first <= born <= last:
        return str(born)
    findings.wrong_cell("sheet_birth_far", *place, cell, first=str(first), last=str(last))
    return ""


def _cell(table: SheetTable, row: int, column: int) -> Cell:
    cells = table.sheet.rows[row]
    return cells[column] if column < len(cells) else None


def enrolment_facts(table: SheetTable, pupils: Mapping[int, PupilSeen], findings: Findings) -> Iterator[Fact]:
    """Yield an enrolment for each row of a pupil, with what the row says of it."""
    columns = {
        each.target.partition(".")[2]: each.column for each in table.headings if each.target.startswith("enrolments.")
    }
    for row, pupil in pupils.items():
        values = {"class_label": pupil.class_label, "birth_year": pupil.birth_year}
        if label := values["class_label"]:
            values["grade_level"] = level_of(label)
        for name in ("sex", "special_needs", "track", "repeated_years"):
            if name in columns and (text := table.sheet.text(row, columns[name])) not in ("-", "–", "—"):
                values[name] = text
        if "special_needs" in values:
            values["special_needs"] = _special_needs(values["special_needs"])
        if "grade_level" in columns and (level := table.sheet.text(row, columns["grade_level"])):
            values["grade_level"] = level_of(class_label(level)) or level
        for name in ("enrolled_on", "left_on"):
            cell = _cell(table, row, columns[name]) if name in columns else None
            if cell is not None and shown(cell) not in ("-", "–"):
                values[name] = findings.day(cell, row, columns[name])
        yield Fact("enrolments", pupil, {k: v for k, v in values.items() if v}, row, pupil.place[1], columns)


def _special_needs(text: str) -> str:
    """Return whether a pupil has special needs, where the cell has the certificate, or its number, instead of yes."""
    word = plain(text)
    if word.startswith(("fara", "nuare", "nue")):
        return "nu"
    if found := _YES_OR_NO.match(text):
        return found[1]
    return "da" if word in ("ces", "cuces", "certificat") or _CERTIFICATE.match(text) else text


def family_facts(table: SheetTable, pupils: Mapping[int, PupilSeen], findings: Findings) -> Iterator[Fact]:
    """Yield what rows say of a pupil's family situation."""
    columns = {
        each.target.partition(".")[2]: each.column for each in table.headings if each.target.startswith("family.")
    }
    for row, pupil in pupils.items():
        values = {}
        for name, column in columns.items():
            cell = _cell(table, row, column)
            if cell is None or name == "valid_from":
                continue
            if text := _family_value(name, shown(cell), table.sheet.text(table.header, column)):
                values[name] = text
        if values:
            since = _cell(table, row, columns["valid_from"]) if "valid_from" in columns else None
            values["valid_from"] = findings.day(since, row, columns["valid_from"]) if since is not None else ""
            yield Fact("family", pupil, values, row, pupil.place[1], columns)


def _family_value(name: str, text: str, heading: str) -> str:
    """Return a cell of the family situation in words that records know: without the country, the unit, the kind."""
    if text in ("-", "–", "—", "?"):
        return "none" if name == "parents_abroad" and text != "?" else ""
    column = FAMILY.column(name)
    words = values_by_word(column)
    if name == "commute_minutes":
        found = _MINUTES.fullmatch(text)
        return found[1] if found else "0" if plain(text) in ("nu", "no") else text
    if name == "social_benefit" and plain(text) not in words:
        return "da" if _AMOUNT.fullmatch(text) and _SOCIAL.search(plain(heading)) else _benefit(text)
    if words and plain(text) not in words and text not in column.choices:
        first = _DETAIL.sub("", text)
        return first if plain(first) in words else text
    return text


def _benefit(text: str) -> str:
    """Tell whether a kind of scholarship is a social one."""
    word = plain(text)
    if _SOCIAL.search(word) or re.search("orfan|plasament|venit|boal|medical", word):
        return "da"
    return "nu" if re.search("merit|performan|studi|rezilien|excelen|tehnologic|fara|nuare|niciun", word) else text


def outcome_facts(table: SheetTable, pupils: Mapping[int, PupilSeen], findings: Findings) -> Iterator[Fact]:
    """Yield how pupils' stories went on; words that do not say it yet are counted."""
    heading, dated = table.column("outcomes.outcome"), _day_of_outcome(table)
    if heading is None:
        return
    words = values_by_word(OUTCOME_TABLE.column("outcome"))
    columns = {"outcome": heading.column, **({"date": dated.column} if dated else {})}
    for row, pupil in pupils.items():
        cell = _cell(table, row, heading.column)
        if cell is None or not plain(shown(cell)):
            continue
        outcome = _outcome(shown(cell), words, findings.context.signs)
        if outcome in ("", "ignore"):
            findings.counts["no_outcome"] += 1
            continue
        if outcome not in OUTCOMES and outcome == shown(cell):
            findings.unknown_signs.setdefault(shown(cell), []).append((row, heading.column))
            continue
        when = _cell(table, row, dated.column) if dated else None
        day = findings.day(when, row, dated.column) if when is not None and dated is not None else ""
        yield Fact("outcomes", pupil, {"outcome": outcome, "date": day}, row, heading.column, columns)


def _day_of_outcome(table: SheetTable) -> Heading | None:
    """Return the column of the day on which it went on so; a mere ``Data`` where the table tells no events."""
    tells_events = any(each.target.startswith(("attendance.", "grades.", "incidents.")) for each in table.headings)
    mere = None if tells_events else table.column("date")
    return table.column("outcomes.date") or table.column("enrolments.left_on") or mere


def _outcome(text: str, words: Mapping[str, str], answers: Mapping[str, str]) -> str:
    """Return an outcome; empty where a word is none yet, the text itself where it is not known."""
    for piece in (text, _DETAIL.sub("", text)):
        word = plain(piece)
        if meant := answers.get(piece.strip().lower()):
            return meant
        if word in words:
            return words[word]
        if word in _NO_OUTCOME or word.startswith(("corigent", "amanat", "situatiescolaradeschisa")):
            return ""
        if word in SEVERAL_OUTCOMES:
            return text
    return text
