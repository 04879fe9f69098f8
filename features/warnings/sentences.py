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
    "repeated_incidents": Words(
        Bilingual("incidents that repeat another row exactly", "abateri care repetă întocmai alt rând"),
        Bilingual(
            "each counts once; delete the repeated rows",
            "fiecare se numără o singură dată; ștergeți rândurile repetate",
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
}
