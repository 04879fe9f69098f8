"""Who asks for pupils, and of which schools they may be."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NoReturn

from features.errors import Refused
from features.i18n.text import Bilingual


class NotPermitted(Refused):
    """Asked for pupils of a school that the viewer may not see."""


@dataclass(frozen=True)
class Viewer:
    """Whoever looks at pupils: a name, and the schools whose pupils may be seen; None for all schools.

    >>> Viewer("director", frozenset({"s1"})).sees("s2")
    False
    """

    name: str
    schools: frozenset[str] | None = None

    def sees(self, school_id: str) -> bool:
        """Tell whether pupils of a school may be seen."""
        return self.schools is None or school_id in self.schools

    def require(self, school_ids: Iterable[str]) -> None:
        """Refuse unless the pupils of each of these schools may be seen; a school that is not there is another's.

        Raises
        ------
        NotPermitted
            If one of them may not; the sentence says nothing of it, not even whether it exists.
        """
        if not all(map(self.sees, school_ids)):
            self.refuse()

    def require_all(self) -> None:
        """Refuse unless the pupils of all schools may be seen."""
        if self.schools is not None:
            self.refuse()

    def refuse(self) -> NoReturn:
        """Raise the refusal, which names the schools that may be asked for."""
        schools = ", ".join(sorted(self.schools or ()))
        raise NotPermitted(
            Bilingual(
                f"You may see the pupils of your own schools only ({schools or 'none'}); ask for one of these.",
                f"Puteți vedea numai elevii școlilor dumneavoastră ({schools or 'niciuna'}); cereți una dintre ele.",
            )
        )
