"""Names beside pseudonyms, for those who sit at this machine: each showing is a line of the log."""

from collections.abc import Sequence
from typing import Protocol

from features.errors import UsageError
from features.i18n.text import Bilingual
from prezent.bilingual_commands import echo, option
from prezent.commands.registers.imports.installation import log_shown, required_roster
from prezent.settings import Settings

NAMES = option(
    "--names", is_flag=True, en="Show the names this machine keeps beside the pseudonyms; each use is logged.",
    ro="Arată și numele păstrate pe acest calculator; fiecare folosire se consemnează.",
)  # fmt: skip


class SchoolPupil(Protocol):
    """A pupil of a school, on a list or in a report."""

    @property
    def pupil_id(self) -> str:
        """The pseudonym."""

    @property
    def school_id(self) -> str:
        """The code of the school."""


def require_people(file_format: str | None, *, several: bool) -> None:
    """Refuse names in what programs read, and where several lists or children are asked for."""
    if several or file_format in ("json", "parquet"):
        raise UsageError(
            Bilingual(
                "Names are shown in one list or one child's page for people: --format table, csv, xlsx or html, "
                "without --each-school and --beside.",
                "Numele se arată într-o singură listă sau pe pagina unui copil, pentru oameni: --format table, csv, "
                "xlsx sau html, fără --each-school și --beside.",
            )
        )


def names_of(settings: Settings, pupils: Sequence[SchoolPupil], *, what: str) -> dict[str, str]:
    """Return the names of pupils, after the log has a line of it."""
    names = required_roster(settings).names(pupil.pupil_id for pupil in pupils)
    schools = [pupil.school_id for pupil in pupils if pupil.pupil_id in names]
    log_shown(settings, what=what, schools=schools, children=len(names))
    if unknown := len(pupils) - len(names):
        echo(
            Bilingual(
                f"No name is known here of {unknown} of {len(pupils)}; 'prezent import school' brings names.",
                f"Pentru {unknown} din {len(pupils)} nu se știe aici numele; „prezent import school” aduce numele.",
            ),
            err=True,
        )
    return names
