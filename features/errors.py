"""Which mistakes do we explain to people, and with which exit code?"""

from collections.abc import Sequence
from typing import ClassVar

from features.problems import Language, Problem, redact


class PrezentError(Exception):
    """A mistake that is explained in a sentence, never with a traceback."""

    exit_code: ClassVar[int] = 1

    def sentences(self, language: Language) -> list[str]:  # noqa: ARG002  (only some are told in both languages)
        """Return what to tell people; it never repeats a 13-digit number."""
        return [redact(str(self))]


class UsageError(PrezentError):
    """The command or request itself is wrong: a folder that is not there, a date that is none."""

    exit_code = 2


class RecordsError(PrezentError):
    """The records have problems; nothing of them is used.

    Parameters
    ----------
    problems
        Every problem found, in the order of the files and rows.
    """

    exit_code = 3

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("\n".join(problem.sentence("en") for problem in problems))
        self.problems = tuple(problems)

    def __reduce__(self) -> tuple[type["RecordsError"], tuple[tuple[Problem, ...]]]:
        """Travel from another process with the problems, not with their sentences."""
        return RecordsError, (self.problems,)

    def sentences(self, language: Language) -> list[str]:
        """Return one sentence per problem."""
        return [problem.sentence(language) for problem in self.problems]


class Refused(PrezentError):  # noqa: N818  (a refusal is an answer, not an error)
    """Asked for something that must not be answered: no champion, no label yet, too few positives."""

    exit_code = 4


class OutsideServiceError(PrezentError):
    """MLflow or a database cannot be reached."""

    exit_code = 5
