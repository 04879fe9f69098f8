"""Why a child has no label, in words."""

from collections.abc import Mapping

from features.i18n.text import Bilingual

UNLABELLED_NAMES: Mapping[str, Bilingual] = {
    "transferred": Bilingual("transferred", "transferați"),
    "emigrated": Bilingual("emigrated", "plecați din țară"),
    "gone": Bilingual("gone without an outcome", "plecați fără parcurs cunoscut"),
    "no_next_year": Bilingual(
        "in a school of which the next year is missing", "la școli al căror an următor lipsește din date"
    ),
    "no_register": Bilingual("no register of absences by the day", "fără evidența absențelor pe zile"),
    "already": Bilingual("chronically absent before", "cu absenteism cronic dinainte"),
}
