"""A next step to suggest for a child, by the reason it is told of first.

The measures are those that Romanian schools and organisations know: talks, mentoring, remedial lessons, counselling,
transport, a visit at home. None is proved to work for this child; a person chooses, changes or drops it.
"""

from collections.abc import Mapping

from features.catalogue.feature import Theme
from features.i18n.text import Bilingual, Language
from models.explain.told_reasons import ToldReasons

_TALK = Bilingual(
    "The form teacher talks with the pupil and the family.", "Dirigintele stă de vorbă cu elevul și cu familia."
)

NEXT_STEPS: Mapping[Theme, Bilingual] = {
    "recent_absences": Bilingual(
        "Talk with the pupil and the family this week; where nobody answers, a visit at home.",
        "Discuție cu elevul și familia în această săptămână; dacă nu răspund, vizită la domiciliu.",
    ),
    "earlier_absences": Bilingual(
        "Talk with the school counsellor about what keeps the pupil away from lessons.",
        "Discuție cu consilierul școlar despre ce îl ține pe elev departe de ore.",
    ),
    "lateness": Bilingual(
        "Talk with the pupil and the family about mornings and the way to school.",
        "Discuție cu elevul și familia despre dimineți și despre drumul până la școală.",
    ),
    "marks": Bilingual(
        "Remedial lessons in the subjects with weak results.", "Ore remediale la materiile cu rezultate slabe."
    ),
    "marks_trend": Bilingual(
        "Talk with the teachers of the class about what changed; after-school programme or tutoring.",
        "Discuție cu profesorii clasei despre ce s-a schimbat; școală după școală sau meditații.",
    ),
    "work_not_handed_in": Bilingual(
        "After-school programme: a place, time and help for homework.",
        "Școală după școală: loc, timp și ajutor pentru teme.",
    ),
    "conduct": Bilingual(
        "Counselling with the school counsellor or psychologist.",
        "Consiliere cu psihologul sau consilierul școlar.",
    ),
    "incidents": Bilingual(
        "Counselling for the pupil, and a meeting with the parents.",
        "Consiliere pentru elev și întâlnire cu părinții.",
    ),
    "school_change": Bilingual(
        "A mentor in the new class; the form teacher asks the school before.",
        "Un mentor în clasa nouă; dirigintele întreabă la școala dinainte.",
    ),
    "repeated_years": Bilingual(
        "A mentor; talk about the way that fits: support in the class, or a second chance programme.",
        "Un mentor; discuție despre calea potrivită: sprijin în clasă sau programul A doua șansă.",
    ),
    "parents": Bilingual(
        "A meeting with the parents, and an invitation to a parents' workshop.",
        "Întâlnire cu părinții și invitație la un atelier pentru părinți.",
    ),
    "parents_abroad": Bilingual(
        "A visit to whoever looks after the child; where needed, word to the social services.",
        "Vizită la cine îngrijește copilul; la nevoie, sesizare la asistența socială (SPAS).",
    ),
    "poverty": Bilingual(
        "Check what the child is entitled to: social scholarship, school supplies, a warm meal.",
        "Verificați la ce are dreptul copilul: bursă socială, rechizite, masă caldă.",
    ),
    "distance": Bilingual(
        "Check the right to transport or to a refund of the fares.",
        "Verificați dreptul la transport școlar sau la decontul navetei.",
    ),
    "health_and_support": Bilingual(
        "A support plan with the support teacher, the speech therapist or the school's doctor.",
        "Plan de sprijin cu profesorul de sprijin, logopedul sau medicul școlar.",
    ),
    "school": Bilingual(
        "A plan for the class, with its teachers.", "Un plan la nivelul clasei, cu profesorii ei."
    ),
    "track": Bilingual(
        "Guidance on the next step at school: exam, admission, transition.",
        "Orientare școlară: examenul, admiterea, trecerea mai departe.",
    ),
    "declared": _TALK,
}  # fmt: skip


def next_steps(told: ToldReasons, language: Language, *, most: int) -> list[str]:
    """Suggest next steps for a child told of so, that of its first reason first; a talk where nothing raises."""
    suggested = [NEXT_STEPS[reason.theme] for reason in told.raising[:most]]
    return [step.said(language) for step in suggested or [_TALK]]
