"""What is odd about rows, and what to do about it, for each kind of warning.

They are the middle and the end of a sentence: "attendance.csv, rows 3, 4: {what} (2 rows, 1 child); {advice}."
"""

from collections.abc import Mapping
from typing import NamedTuple

from features.i18n.text import Bilingual


class Words(NamedTuple):
    """What is odd, and what to do about it."""

    what: Bilingual
    advice: Bilingual


WARNINGS: Mapping[str, Words] = {
    "repeated_absences": Words(
        Bilingual("absences that repeat another row exactly", "absențe care repetă întocmai alt rând"),
        Bilingual(
            "each counts once; delete the repeated rows, or add the hours together if they are several lessons",
            "fiecare se numără o singură dată; ștergeți rândurile repetate sau, dacă sunt mai multe ore ale zilei, "
            "adunați-le",
        ),
    ),
    "twin_rows": Words(
        Bilingual("rows that say exactly what another row says", "rânduri care spun exact ce spune alt rând"),
        Bilingual(
            "each counts once; delete the repeated rows", "fiecare se numără o singură dată; ștergeți repetările"
        ),
    ),
    "no_beside_excuse": Words(
        Bilingual(
            "absences that are not excused, yet have a day of excuse",
            "absențe nemotivate care au totuși o zi a motivării",
        ),
        Bilingual(
            "they count as excused from that day on; correct excused or excused_on",
            "se consideră motivate din acea zi; corectați excused sau excused_on",
        ),
    ),
    "promoted_after_dropout": Words(
        Bilingual(
            "promotions or graduations of a child who dropped out before",
            "promovări sau absolviri ale unui copil care abandonase înainte",
        ),
        Bilingual(
            "the outcome known last holds; delete the wrong one, or add the enrolment by which the child came back",
            "este valabil parcursul aflat ultimul; ștergeți-l pe cel greșit sau adăugați înscrierea cu care s-a întors",
        ),
    ),
    "repeated_incidents": Words(
        Bilingual("incidents that repeat another row exactly", "abateri care repetă întocmai alt rând"),
        Bilingual(
            "each counts as an incident of its own; delete the repeated rows if the file holds an export twice",
            "fiecare se numără ca o abatere aparte; ștergeți rândurile repetate dacă fișierul conține de două ori "
            "același export",
        ),
    ),
    "equal_marks": Words(
        Bilingual(
            "marks that repeat another row exactly, more than chance gives",
            "note care repetă întocmai alt rând, mai multe decât din întâmplare",
        ),
        Bilingual(
            "each counts as a mark of its own; delete the repeated rows if the file holds an export twice",
            "fiecare se numără ca o notă aparte; ștergeți rândurile repetate dacă fișierul conține de două ori același "
            "export",
        ),
    ),
    "overlapping_totals": Words(
        Bilingual(
            "rows whose days lie within a total of the same child",
            "rânduri ale căror zile se află în totalul unei perioade al aceluiași copil",
        ),
        Bilingual(
            "each hour counts once, by the later total; write totals that do not overlap",
            "fiecare oră se numără o singură dată, după totalul ulterior; scrieți totaluri care nu se suprapun",
        ),
    ),
    "day_and_subjects": Words(
        Bilingual("hours of a day beside hours of its subjects", "orele unei zile alături de orele pe discipline"),
        Bilingual(
            "the larger of the two counts; keep the day's hours or those of its subjects",
            "se numără suma mai mare; păstrați fie orele zilei, fie pe cele ale disciplinelor",
        ),
    ),
    "hours_above_24": Words(
        Bilingual("more than 24 hours on one day together", "în total mai mult de 24 de ore într-o zi"),
        Bilingual(
            "correct the hours, or delete what is said twice", "corectați orele sau ștergeți ce este scris de două ori"
        ),
    ),
    "outcomes_of_a_day": Words(
        Bilingual("a second outcome of a child on the same day", "al doilea parcurs al aceluiași copil în aceeași zi"),
        Bilingual(
            "the one known last holds; delete the wrong one", "este valabil cel aflat ultimul; ștergeți-l pe cel greșit"
        ),
    ),
    "excused_before_absence": Words(
        Bilingual("excuses dated before their absence", "motivări datate înaintea absenței"),
        Bilingual("correct one of the two dates", "corectați una dintre cele două date"),
    ),
    "birth_year_of_class": Words(
        Bilingual("years of birth far from the rest of the class", "ani ai nașterii îndepărtați de ceilalți din clasă"),
        Bilingual("check the year and the class", "verificați anul și clasa"),
    ),
    "label_and_level": Words(
        Bilingual(
            "a class name that says another level than grade_level",
            "un nume de clasă care spune alt nivel decât grade_level",
        ),
        Bilingual("correct one of the two", "corectați unul dintre ele"),
    ),
    "level_in_label_only": Words(
        Bilingual(
            "a class name that says a level, beside an empty grade_level",
            "un nume de clasă care spune nivelul, fără grade_level",
        ),
        Bilingual(
            "fill in grade_level: without it no class level is known",
            "completați grade_level (Nivel): fără el nivelul clasei nu se cunoaște",
        ),
    ),
    "far_planned_end": Words(
        Bilingual("an end more than two years after the enrolment", "o plecare la mai mult de doi ani după înscriere"),
        Bilingual(
            "correct left_on, or leave it empty for a child who is still enrolled",
            "corectați left_on sau lăsați celula goală pentru un copil încă înscris",
        ),
    ),
    "enrolled_far_from_year": Words(
        Bilingual("a day of enrolment far from its school year", "o zi a înscrierii departe de anul ei școlar"),
        Bilingual("correct enrolled_on or school_year", "corectați enrolled_on sau school_year"),
    ),
    "school_code_without_zero": Words(
        Bilingual("school codes of 9 digits, where SIIIR has 10", "coduri de școală din 9 cifre, unde SIIIR are 10"),
        Bilingual(
            "write the code with the zero in front; spreadsheets take it away",
            "scrieți codul cu zeroul din față; programele de calcul tabelar îl elimină",
        ),
    ),
    "like_a_name": Words(
        Bilingual("a pupil_id that looks like a person's name", "un pupil_id care pare un nume de persoană"),
        Bilingual(
            "it would stand in every list: write a code in its place, the same in all files",
            "ar apărea în fiecare listă: scrieți în locul lui un cod, același în toate fișierele",
        ),
    ),
    "enrolled_twice": Words(
        Bilingual(
            "a second enrolment in the same school and year while the first goes on",
            "o a doua înscriere la aceeași școală, în același an, în timp ce prima continuă",
        ),
        Bilingual(
            "delete one of them; after a change of class, fill in left_on of the earlier one",
            "ștergeți una dintre ele; după o schimbare de clasă, completați left_on la cea dinainte",
        ),
    ),
    "partly_overlapping_totals": Words(
        Bilingual(
            "totals that share some of their days with another total of the same child",
            "totaluri care au o parte din zile în comun cu alt total al aceluiași copil",
        ),
        Bilingual(
            "both count in full; write totals that do not overlap",
            "ambele se numără în întregime; scrieți totaluri care nu se suprapun",
        ),
    ),
    "two_schools_at_once": Words(
        Bilingual(
            "an enrolment in a second school while another one goes on",
            "o înscriere la a doua școală în timp ce alta continuă",
        ),
        Bilingual(
            "fill in left_on of the earlier one, or mark the main one in the column main",
            "completați left_on la cea dinainte sau marcați-o pe cea principală în coloana main",
        ),
    ),
    "averages_beside_marks": Words(
        Bilingual("averages beside the marks they are made of", "medii alături de notele din care sunt făcute"),
        Bilingual(
            "they count only while no mark of their subject is known",
            "se numără numai cât timp nu se cunoaște nicio notă la disciplina lor",
        ),
    ),
    "mostly_below_pass": Words(
        Bilingual(
            "marks nearly all below the pass mark, of one subject in a school",
            "note aproape toate sub nota de trecere, la o disciplină dintr-o școală",
        ),
        Bilingual(
            "check the scale: on some the lowest number is the best mark",
            "verificați scara: la unele, numărul cel mai mic este nota cea mai bună",
        ),
    ),
    "class_without_absence": Words(
        Bilingual(
            "whole classes without an absence in a year, in schools that record absences",
            "clase întregi fără nicio absență într-un an, în școli care trec absențele",
        ),
        Bilingual("add their absences if they were not handed on", "adăugați absențele lor dacă nu au fost transmise"),
    ),
    "attendance_after_end": Words(
        Bilingual("absences after the child's story ended", "absențe de după încheierea parcursului copilului"),
        Bilingual(
            "the child is on no list; delete the outcome if it belongs to another child",
            "copilul nu apare pe nicio listă; ștergeți parcursul dacă este al altui copil",
        ),
    ),
    "attendance_before_enrolment": Words(
        Bilingual("absences before the child's first enrolment", "absențe dinaintea primei înscrieri a copilului"),
        Bilingual("correct the date or enrolled_on", "corectați data sau enrolled_on"),
    ),
    "attendance_after_leaving": Words(
        Bilingual(
            "absences after the child left the last school", "absențe de după plecarea copilului din ultima școală"
        ),
        Bilingual(
            "correct the date or left_on, or add the next enrolment",
            "corectați data sau left_on ori adăugați înscrierea următoare",
        ),
    ),
    "grades_after_end": Words(
        Bilingual("marks after the child's story ended", "note de după încheierea parcursului copilului"),
        Bilingual(
            "the child is on no list; delete the outcome if it belongs to another child",
            "copilul nu apare pe nicio listă; ștergeți parcursul dacă este al altui copil",
        ),
    ),
    "grades_before_enrolment": Words(
        Bilingual("marks before the child's first enrolment", "note dinaintea primei înscrieri a copilului"),
        Bilingual("correct the date or enrolled_on", "corectați data sau enrolled_on"),
    ),
    "grades_after_leaving": Words(
        Bilingual("marks after the child left the last school", "note de după plecarea copilului din ultima școală"),
        Bilingual(
            "correct the date or left_on, or add the next enrolment",
            "corectați data sau left_on ori adăugați înscrierea următoare",
        ),
    ),
    "attendance_on_free_days": Words(
        Bilingual(
            "absences on days without school by the terms that are given",
            "absențe în zile fără cursuri după modulele date",
        ),
        Bilingual("correct the date, or the terms", "corectați data sau modulele"),
    ),
    "grades_on_free_days": Words(
        Bilingual(
            "marks on days without school by the terms that are given", "note în zile fără cursuri după modulele date"
        ),
        Bilingual("correct the date, or the terms", "corectați data sau modulele"),
    ),
}
