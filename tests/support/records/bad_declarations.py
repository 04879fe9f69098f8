"""Which declarations in ``prezent.toml`` are wrong, and what is said of each?"""

from tests.support.records.record_files import (
    NO_NAMES,
    NOT_UTF8,
    bad,
)

DECLARATIONS = [
    bad(name, {"prezent.toml": text}, f"prezent.toml, {english}", ro=romanian)
    for name, text, english, romanian in (
        (
            "a slip of writing",
            "\n[situation.x\n",
            "row 2: found a slip of writing (Expected ']' at the end of a table declaration); expected valid TOML; "
            "correct the file.",
            "prezent.toml, rândul 2: am găsit o greșeală de scriere; așteptam TOML valid; corectați fișierul.",
        ),
        (
            "old Windows encoding",
            b'[situation.x]\ntype = "whole"\nen = "x"\nro = "\xbacoal\xe3"\n',
            f"row 4: found letters in another encoding; {NOT_UTF8}",
            "rândul 4: am găsit litere în altă codare; așteptam text în UTF-8",
        ),
        (
            "an unknown key",
            '[situation.x]\ntype = "whole"\nen = "x"\nro = "x"\ncolour = 1\n',
            "key situation.x: found 'colour'; expected a key among can_change, choices, direction, en, high, low, "
            "ordered, ro, type, unit; rename or delete it.",
            "cheia situation.x: am găsit „colour”; așteptam o cheie dintre can_change, choices",
        ),
        (
            "an unknown type",
            '[situation.x]\ntype = "date"\nen = "x"\nro = "x"\n',
            "key situation.x.type: found 'date'; expected one of yes_no, whole, number, choice; correct the value.",
            "cheia situation.x.type: am găsit „date”; așteptam unul dintre yes_no, whole, number, choice; corectați",
        ),
        (
            "a direction that is a list",
            '[situation.x]\ntype = "whole"\nen = "x"\nro = "x"\ndirection = ["up"]\n',
            "key situation.x.direction: found '['up']'; expected one of up, down, none; correct the value.",
            "așteptam unul dintre up, down, none; corectați valoarea.",
        ),
        (
            "no Romanian words",
            '[situation.x]\ntype = "whole"\nen = "x"\n',
            "key situation.x.ro: found nothing; expected words in quotes; correct the value.",
            "cheia situation.x.ro: nu am găsit nimic; așteptam cuvinte între ghilimele; corectați valoarea.",
        ),
        (
            "choices that are none",
            '[situation.x]\ntype = "choice"\nchoices = 5\nen = "x"\nro = "x"\n',
            "key situation.x.choices: found '5'; expected a list of different words if the type is choice, "
            "and no list otherwise; correct the value.",
            "așteptam o listă de cuvinte diferite dacă tipul este choice, altfel nicio listă; corectați valoarea.",
        ),
        (
            "a low above high",
            '[situation.x]\ntype = "whole"\nlow = 9\nhigh = 1\nen = "x"\nro = "x"\n',
            "key situation.x: found 'low 9, high 1'; expected a low that is not above high; correct the value.",
            "așteptam o valoare low nu mai mare decât high; corectați valoarea.",
        ),
        (
            "a name that the table has already",
            '[situation.pupil_id]\ntype = "whole"\nen = "x"\nro = "x"\n',
            "key situation.pupil_id: found 'pupil_id'; expected a new column name of lower-case letters, digits and _; "
            "correct the value.",
            "așteptam un nume nou de coloană, din litere mici, cifre și _; corectați valoarea.",
        ),
        (
            "ethnicity",
            '[situation.etnie]\ntype = "yes_no"\nen = "x"\nro = "x"\n',
            f"column etnie: found a column about the person; {NO_NAMES}",
            "coloana etnie: am găsit o coloană despre persoană",
        ),
        (
            "a section that is none",
            "situation = 3\n",
            "key situation: found '3'; expected a section [situation.NAME]; correct the value.",
            "cheia situation: am găsit „3”; așteptam o secțiune [situation.NAME]; corectați valoarea.",
        ),
        (
            "a scale without a pass mark",
            '[scales."1-5"]\nlowest = 1\nhighest = 5\n',
            "key scales.1-5: found 'lowest 1, highest 5'; expected numbers or words of the scale with "
            "worst < pass <= best, or worst > pass >= best if the lowest mark is the best (lowest and highest may "
            "stand for worst and best); correct the value.",
            "așteptam numere sau cuvinte ale scării cu worst < pass <= best, sau worst > pass >= best dacă",
        ),
    )
]
