"""Names beside pseudonyms, for those who sit at this machine: each showing is a line of the log."""

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Protocol

from features.errors import PrezentError, UsageError
from features.i18n.text import Bilingual
from prezent.bilingual_commands import echo, option
from prezent.commands.registers.imports.installation import now, required_roster, who_runs
from prezent.settings import Settings

if TYPE_CHECKING:
    from serving.roster.roster import Roster

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


def names_for_import(
    settings: Settings, roster: "Roster | None", pupils: Iterable[str], *, schools: Iterable[str]
) -> Mapping[str, str]:
    """Return the names that the roster keeps of pupils an import speaks of, after the log has a line of it.

    Where no line can be written that is said, and there are no names: an import that stands is told all the same.
    """
    names = roster.names(pupils) if roster is not None else {}
    if names:
        try:
            log_shown(settings, what="import", schools=schools, children=len(names))
        except PrezentError as error:
            echo(error.message, err=True)
            return {}
    return names


def log_shown(settings: Settings, *, what: str, schools: Iterable[str], children: int) -> None:
    """Add a line to the log for names that are about to be shown; PrezentError where it cannot be written."""
    from serving.roster.access_log import log_names_shown

    log_names_shown(settings.var, who=who_runs(), when=now(), what=what, schools=schools, children=children)
