"""The questions of the UCI Student Performance data, and how their answers are said."""

from collections.abc import Mapping

from features.i18n.text import Bilingual
from features.reading.declarations import SituationColumn
from features.schema.tables import Column

_JOBS = ("teacher", "health", "services", "at_home", "other")

# By the question's name in the file; those that have a column of their own in `family` are not here. Only earlier
# failures point one way beyond doubt. A school can change how a pupil studies, what it offers and what pupils aim for.
SURVEY: Mapping[str, SituationColumn] = {
    "address": SituationColumn(
        Column("address", "choice", Bilingual("where the pupil lives", "mediul de domiciliu"),
               choices=("urban", "rural"))
    ),
    "famsize": SituationColumn(
        Column("famsize", "choice", Bilingual("family size", "mărimea familiei"),
               choices=("up_to_3", "over_3")), ordered=True
    ),
    "Pstatus": SituationColumn(
        Column("pstatus", "choice", Bilingual("parents together or apart", "părinți împreună sau despărțiți"),
               choices=("together", "apart"))
    ),
    "Mjob": SituationColumn(Column("mjob", "choice", Bilingual("mother's job", "ocupația mamei"), choices=_JOBS)),
    "Fjob": SituationColumn(Column("fjob", "choice", Bilingual("father's job", "ocupația tatălui"), choices=_JOBS)),
    "reason": SituationColumn(
        Column("reason", "choice", Bilingual("reason for choosing the school", "motivul alegerii școlii"),
               choices=("home", "reputation", "course", "other"))
    ),
    "guardian": SituationColumn(
        Column("guardian", "choice", Bilingual("guardian", "tutorele elevului"), choices=("mother", "father", "other"))
    ),
    "traveltime": SituationColumn(
        Column("traveltime", "whole",
               Bilingual("way to school (1: under 15 minutes, 4: over an hour)",
                         "drumul până la școală (1: sub 15 minute, 4: peste o oră)"), low=1, high=4)
    ),
    "studytime": SituationColumn(
        Column("studytime", "whole",
               Bilingual("weekly study time (1: under 2 hours, 4: over 10 hours)",
                         "timpul de studiu pe săptămână (1: sub 2 ore, 4: peste 10 ore)"), low=1, high=4),
        can_change=True,
    ),
    "failures": SituationColumn(
        Column("failures", "whole",
               Bilingual("classes failed so far (4: more than three)",
                         "clase nepromovate până acum (4: mai mult de trei)"), low=0, high=4),
        direction=1,
    ),
    "schoolsup": SituationColumn(
        Column("schoolsup", "yes_no",
               Bilingual("extra support from the school", "sprijin suplimentar din partea școlii")),
        can_change=True,
    ),
    "famsup": SituationColumn(
        Column("famsup", "yes_no",
               Bilingual("support for learning from the family", "sprijin la învățătură din partea familiei"))
    ),
    "paid": SituationColumn(
        Column("paid", "yes_no", Bilingual("paid extra lessons in the subject", "meditații plătite la disciplină"))
    ),
    "activities": SituationColumn(
        Column("activities", "yes_no",
               Bilingual("extra-curricular activities", "activități extrașcolare")), can_change=True
    ),
    "nursery": SituationColumn(Column("nursery", "yes_no", Bilingual("went to nursery school", "a mers la grădiniță"))),
    "higher": SituationColumn(
        Column("higher", "yes_no", Bilingual("wants to go on to higher education", "vrea să urmeze studii superioare")),
        can_change=True,
    ),
    "romantic": SituationColumn(
        Column("romantic", "yes_no", Bilingual("in a romantic relationship", "are o relație sentimentală"))
    ),
    "famrel": SituationColumn(
        Column("famrel", "whole",
               Bilingual("family relationships (1: very bad, 5: excellent)",
                         "relațiile din familie (1: foarte proaste, 5: excelente)"), low=1, high=5)
    ),
    "freetime": SituationColumn(
        Column("freetime", "whole",
               Bilingual("free time after school (1: very little, 5: very much)",
                         "timpul liber după școală (1: foarte puțin, 5: foarte mult)"), low=1, high=5)
    ),
    "goout": SituationColumn(
        Column("goout", "whole",
               Bilingual("going out with friends (1: very little, 5: very much)",
                         "ieșirile cu prietenii (1: foarte rare, 5: foarte dese)"), low=1, high=5)
    ),
    "Dalc": SituationColumn(
        Column("dalc", "whole",
               Bilingual("alcohol on workdays (1: very little, 5: very much)",
                         "consumul de alcool în zilele lucrătoare (1: foarte mic, 5: foarte mare)"), low=1, high=5)
    ),
    "Walc": SituationColumn(
        Column("walc", "whole",
               Bilingual("alcohol at weekends (1: very little, 5: very much)",
                         "consumul de alcool la sfârșit de săptămână (1: foarte mic, 5: foarte mare)"), low=1, high=5)
    ),
    "health": SituationColumn(
        Column("health", "whole",
               Bilingual("state of health (1: very bad, 5: very good)",
                         "starea de sănătate (1: foarte proastă, 5: foarte bună)"), low=1, high=5)
    ),
}  # fmt: skip
