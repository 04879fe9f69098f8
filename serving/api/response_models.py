"""What the answers hold, key by key, with an example of each."""

import datetime as dt
from collections.abc import Mapping
from typing import Any, Literal

import pydantic

from features.catalogue.feature import Theme

Group = Literal["attendance", "grades", "family", "school_context"]


class Answer(pydantic.BaseModel):
    """An object of an answer: it has these keys and no others."""

    model_config = pydantic.ConfigDict(extra="forbid")


def key(description: str, example: object) -> Any:
    """Describe a key of an answer, with an example of its value."""
    return pydantic.Field(description=description, examples=[example])


def example_of(answer: type[Answer]) -> dict[str, Any]:
    """Return an example of an answer: the examples of its keys."""
    return {name: (field.examples or [None])[0] for name, field in answer.model_fields.items()}


class ReasonAnswer(Answer):
    """What one feature adds to a child's margin."""

    feature: str = key("The feature's name.", "unexcused_hours_20d")
    group: Group = key("The group of the catalogue that the feature is of.", "attendance")
    theme: Theme = key("The theme of the feature: features of one theme say the same thing.", "recent_absences")
    value: float | None = key("The feature's value in its unit; null where it is missing.", 6.0)
    usual: float | None = key("The median of the other children of the class or school; null where none is said.", 1.0)
    contribution: float = key("In log-odds; above zero it raises the risk, below it lowers it.", 0.25)
    can_change: bool = key("Whether the school can change it.", True)
    text_ro: str = key(
        "The reason in Romanian.", "6 ore nemotivate în ultimele 20 de zile de școală; în clasă de obicei 1"
    )
    text_en: str = key("The reason in English.", "6 unexcused hours in the last 20 school days; usually 1 in the class")


class PupilAnswer(Answer):
    """One child: its place, and the reasons, which with the base margin add up to the margin."""

    rank: int = key("The place in the list; of an explained child, among all who are scored.", 1)
    pupil_id: str = key("The pseudonym.", "e1")
    school_id: str = key("The code of the school.", "s1")
    class_label: str | None = key("The class; null where it is not recorded.", "7A")
    score: float = key("A share of children like this one: a calibrated probability.", 0.0625)
    margin: float = key("Log-odds before calibration.", -2.5)
    base_margin: float = key("The margin of a child without any reason.", -2.75)
    reasons: list[ReasonAnswer] = key("Strongest first.", [example_of(ReasonAnswer)])


class PredictedAnswer(Answer):
    """What is predicted, and until when."""

    outcomes: list[str] = key("What is predicted: one of these.", ["dropped_out"])
    until: dt.date = key("Until the end of this day.", "2025-09-30")
    predicts_ro: str = key("The same in Romanian.", "Până la 30 septembrie 2025: abandon școlar.")
    predicts_en: str = key("The same in English.", "By 30 September 2025: dropped out.")


class NotScoredAnswer(Answer):
    """A child of whom nothing can be said yet."""

    pupil_id: str = key("The pseudonym.", "e3")
    reason: str = key("Why, as a short code.", "stale_class")
    text_ro: str = key(
        "Why, and what to do, in Romanian.",
        "Clasa 5A (școala s1): nicio absență din 10 ianuarie 2025; completați catalogul, apoi cereți lista din nou.",
    )
    text_en: str = key(
        "The same in English.",
        "Class 5A (school s1): no absence since 10 January 2025; bring the class register up to date, then ask for the "
        "list again.",
    )


class CautionAnswer(Answer):
    """What should be known before the list is believed."""

    code: str = key("A short code.", "missing_table")
    text_ro: str = key(
        "The caution in Romanian.",
        "Modelul a fost antrenat cu tabelul grades, care aici lipsește; lista este mai puțin sigură.",
    )
    text_en: str = key(
        "The caution in English.",
        "The model was trained with the table grades, which is missing here; the list is less certain.",
    )


class RecordWarningAnswer(Answer):
    """What is allowed but odd in the records of the listed children."""

    code: str = key("A short code.", "repeated_absences")
    text_ro: str = key(
        "Where, what, of how many rows and children, and what to do, in Romanian.",
        "attendance, rândul 3: absențe care repetă întocmai alt rând (1 rând, 1 copil); fiecare se numără o singură "
        "dată; ștergeți rândurile repetate sau, dacă sunt mai multe ore ale zilei, adunați-le.",
    )
    text_en: str = key(
        "The same in English.",
        "attendance, row 3: absences that repeat another row exactly (1 row, 1 child); each counts once; delete the "
        "repeated rows, or add the hours together if they are several lessons.",
    )


class ListAnswer(PredictedAnswer):
    """Children to look after first."""

    as_of: dt.date = key("Only what was known before this day is used.", "2025-02-03")
    model_version: str = key("The model version that answered.", "3")
    data_fingerprint: str = key("Which records the list was made from.", "0f1e2d3c4b5a6978")
    capacity: int = key("How many children are listed.", 1)
    cohort_size: int = key("How many children were scored.", 2)
    expected_hits: float = key("How many of the listed will have the outcome, on average.", 0.0625)
    expected_hits_low: int = key("The lower end of the 90 % prediction interval.", 0)
    expected_hits_high: int = key("The upper end of the 90 % prediction interval.", 1)
    pupils: list[PupilAnswer] = key("First of the list first.", [example_of(PupilAnswer)])
    not_scored: list[NotScoredAnswer] = key("The children of whom nothing can be said.", [example_of(NotScoredAnswer)])
    cautions: list[CautionAnswer] = key("What to know before the list is believed.", [example_of(CautionAnswer)])


class WarningsAnswer(Answer):
    """What is odd in the records of the listed children."""

    record_warnings: list[RecordWarningAnswer] = key(
        "At most three things that are odd in the records of the listed children; 'prezent check' says all.",
        [example_of(RecordWarningAnswer)],
    )


class FeatureAnswer(Answer):
    """A feature of the model."""

    name: str = key("The feature's name.", "unexcused_hours_20d")
    group: Group = key("The group of the catalogue that it is of.", "attendance")
    unit: str = key("The unit of its values.", "hours")
    direction: Literal[-1, 0, 1] = key("1 where a higher value may only raise the risk, -1 only lower it, else 0.", 1)
    can_change: bool = key("Whether the school can change it.", True)
    title_ro: str = key("What it is, in Romanian.", "ore nemotivate, ultimele 20 de zile de școală")
    title_en: str = key("What it is, in English.", "unexcused hours, last 20 school days")


class ModelAnswer(Answer):
    """The model that answers now."""

    model_version: str = key("The version in the registry.", "3")
    outcomes: list[str] = key("What is predicted: one of these.", ["dropped_out"])
    horizon_days: int = key("Within so many days after the date.", 300)
    as_of: list[dt.date] = key("The dates that it was trained on.", ["2024-02-01"])
    tables: list[str] = key("The record tables that it was trained on.", ["attendance", "enrolments"])
    rows: int = key("How many children, each date counted, it was trained on.", 4000)
    positives: int = key("How many of them had the outcome.", 80)
    card: str | None = key("Where its card is; null where it has none.", "/model/card")
    features: list[FeatureAnswer] = key("In the order of the model.", [example_of(FeatureAnswer)])


class ProblemAnswer(Answer):
    """One sentence on what is wrong, and what to do."""

    text_ro: str = key("In Romanian.", "")
    text_en: str = key("In English.", "")


class ProblemsAnswer(Answer):
    """Everything that is wrong."""

    problems: list[ProblemAnswer] = key("A sentence for each.", [])


ANSWERS: tuple[type[Answer], ...] = (ListAnswer, WarningsAnswer, PupilAnswer, ModelAnswer, ProblemsAnswer)


def answer_schemas() -> Mapping[str, Any]:
    """Return the schemas of all answers by the names of their classes, as the components of an OpenAPI description."""
    wanted: list[tuple[type[Answer], Literal["serialization"]]] = [(each, "serialization") for each in ANSWERS]
    _, schemas = pydantic.json_schema.models_json_schema(wanted, ref_template="#/components/schemas/{model}")
    found: Mapping[str, Any] = schemas["$defs"]
    return found
