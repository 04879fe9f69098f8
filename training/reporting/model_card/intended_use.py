"""What every card says whatever its figures: purpose, oversight, risks, upkeep."""

from collections.abc import Sequence

from features.i18n.text import Bilingual
from training.reporting.model_card.blocks import Block, Bullets, Paragraph
from training.reporting.model_card.formatting import CardFormatter, Report

_PURPOSE = Bilingual(
    "The model orders the children of a school, so that people look first after those who, by what the school knew on "
    "a given day, most resemble children for whom the outcome came. The list is as long as the school can support; "
    "each place comes with reasons in plain words.",
    "Modelul ordonează copiii unei școli, pentru ca oamenii să aibă grijă mai întâi de cei care, după ce știa școala "
    "într-o anumită zi, seamănă cel mai mult cu copii la care a apărut situația urmărită. Lista este atât de lungă cât "
    "poate școala să sprijine; fiecare loc vine cu motive spuse simplu.",
)
_NEVER = Bilingual("It must not be used:", "Nu se folosește:")
_NEVER_FOR = (
    Bilingual(
        "to fine or report parents;",
        "pentru a amenda sau a reclama părinți;",
    ),
    Bilingual(
        "to give, refuse or order scholarships, benefits or any other aid;",
        "pentru a acorda, a refuza sau a ierarhiza burse, ajutoare sau orice alt sprijin material;",
    ),
    Bilingual(
        "for admission, marks, conduct, repetition, transfer or the choice of a class;",
        "la admitere, note, purtare, repetenție, transfer sau repartizarea pe clase;",
    ),
    Bilingual(
        "to judge teachers or to rank schools;",
        "pentru a judeca profesori sau a face clasamente de școli;",
    ),
    Bilingual(
        'as a prophecy: a place on the list never means "will drop out";',
        "ca profeție: un loc în listă nu înseamnă niciodată „va abandona”;",
    ),
    Bilingual(
        "for anything automatic: no message, status, case or decision follows from a score without a person "
        "who decides it by name.",
        "pentru ceva automat: niciun mesaj, statut, dosar sau nicio decizie nu decurge dintr-un scor fără un "
        "om care o hotărăște sub numele său.",
    ),
)
_OVERSIGHT = (
    Bilingual(
        "A person who knows the child decides what is done. The list proposes whom to look at; the person "
        "looks at what happened first, and at the score after.",
        "Ce se face hotărăște un om care cunoaște copilul. Lista propune la cine să ne uităm; omul se uită "
        "întâi la ce s-a întâmplat și abia apoi la scor.",
    ),
    Bilingual(
        "It may be overruled both ways: a listed child can be left aside, and a child who is not listed can "
        "be looked after. Nobody is refused help because a list does not name them.",
        "Poate fi contrazisă în ambele sensuri: un copil din listă poate fi lăsat deoparte, iar de un copil "
        "care nu este în listă se poate avea grijă. Nimănui nu i se refuză ajutorul fiindcă nu este în listă.",
    ),
    Bilingual(
        "A version comes into use only when a named person signs for it with a reason. If a check failed, a "
        "second named person must sign too, with a reason of their own.",
        "O versiune intră în uz doar când o persoană semnează pentru ea cu numele și cu un motiv. Dacă o "
        "verificare a picat, trebuie să semneze și a doua persoană, cu un motiv al ei.",
    ),
    Bilingual(
        "The version before can be brought back at any time with one command (rollback); that too is signed and kept.",
        "Versiunea dinainte poate fi readusă oricând cu o singură comandă (rollback); și acest pas se "
        "semnează și se păstrează.",
    ),
    Bilingual(
        "Parents and pupils may ask why a child is on a list, and may object. The reasons given to them are "
        "those of the list, in words.",
        "Părinții și elevii pot întreba de ce un copil este pe o listă și se pot opune. Motivele care li se "
        "dau sunt cele din listă, în cuvinte.",
    ),
)
_RISKS = (
    Bilingual(
        "A label can stick. A child seen as lost is treated as lost: never show the list to pupils, "
        "colleagues who do not need it, or parents of others.",
        "O etichetă se poate lipi de copil. Un copil văzut ca pierdut este tratat ca pierdut: lista nu se "
        "arată elevilor, colegilor care nu au nevoie de ea sau părinților altor copii.",
    ),
    Bilingual(
        "A list can be believed too much. If nearly every name is accepted without being looked at, it is no "
        "longer a person who decides.",
        "O listă poate fi crezută prea mult. Dacă aproape fiecare nume este acceptat fără a fi verificat, nu "
        "mai hotărăște un om.",
    ),
    Bilingual(
        "A list alone changes nothing. Without somebody to act, by a date, listing children is a burden without a use.",
        "O listă singură nu schimbă nimic. Fără cineva care să facă ceva, până la o dată, lista este o povară "
        "fără folos.",
    ),
    Bilingual(
        "Schools record differently. An empty catalogue looks like perfect attendance: the children of a "
        "school that does not write absences down are overlooked.",
        "Școlile notează diferit. Un catalog gol arată ca o frecvență perfectă: copiii dintr-o școală care nu "
        "trece absențele rămân nevăzuți.",
    ),
    Bilingual(
        "The past may not come back. A new law, a school merger or a new way of excusing absences can make "
        "what was learnt wrong; retraining each term shows it late.",
        "Trecutul poate să nu se repete. O lege nouă, o comasare sau un alt fel de a motiva absențele pot "
        "face greșit ce s-a învățat; reantrenarea la fiecare modul o arată târziu.",
    ),
    Bilingual(
        "Small groups are badly seen: where a table says that there is too little to say, the model may be "
        "unfair to that group and nobody would know from this card.",
        "Grupurile mici se văd prost: unde un tabel spune că sunt prea puține date, modelul poate fi nedrept "
        "cu acel grup și din această fișă nu s-ar afla.",
    ),
)
_UPKEEP = (
    Bilingual(
        "Retrained each term on newer records, compared with the version in use on the same children, and signed anew.",
        "Se reantrenează la fiecare modul pe date mai noi, se compară cu versiunea în uz pe aceiași copii și "
        "se semnează din nou.",
    ),
    Bilingual(
        "If outcome or features change, it is another model: it needs checks and signatures of its own.",
        "Dacă se schimbă situația urmărită sau indicatorii, este alt model: are nevoie de verificări și "
        "semnături proprii.",
    ),
    Bilingual(
        "The model, this card and the run keep no child's row, name or pseudonym: only trees, figures and "
        "distributions. The records stay with who holds them and are deleted by their rules.",
        "Modelul, această fișă și rularea nu păstrează rândul, numele sau pseudonimul niciunui copil: doar "
        "arbori, cifre și distribuții. Datele rămân la cine le deține și se șterg după regulile acestuia.",
    ),
    Bilingual(
        "Ethnicity, names and identity numbers are never read. Sex and special needs are read only to check "
        "fairness; the model does not see them.",
        "Etnia, numele și codurile numerice personale nu se citesc niciodată. Sexul și cerințele educaționale "
        "speciale se citesc doar pentru a verifica echitatea; modelul nu le vede.",
    ),
    Bilingual(
        "Whoever sees harm done by a list stops using it, tells who answers for it, and has the version "
        "before brought back.",
        "Cine vede că o listă a făcut rău nu o mai folosește, anunță pe cine răspunde de ea și cere "
        "readucerea versiunii dinainte.",
    ),
)


def purpose(_report: Report, voice: CardFormatter) -> list[Block]:
    """Say what the list is for, and what it must never be used for."""
    return [Paragraph(voice.say(*_PURPOSE)), Paragraph(voice.say(*_NEVER), strong=True), _bullets(_NEVER_FOR, voice)]


def oversight(_report: Report, voice: CardFormatter) -> list[Block]:
    """Say who decides what, and how a model is taken back."""
    return [_bullets(_OVERSIGHT, voice)]


def risks(_report: Report, voice: CardFormatter) -> list[Block]:
    """Say what can go wrong even if every figure is right."""
    return [_bullets(_RISKS, voice)]


def upkeep(_report: Report, voice: CardFormatter) -> list[Block]:
    """Say how often the model is made anew, and what is kept."""
    return [_bullets(_UPKEEP, voice)]


def _bullets(texts: Sequence[Bilingual], voice: CardFormatter) -> Bullets:
    return Bullets([voice.say(*text) for text in texts])
