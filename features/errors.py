"""The mistakes that are explained to people, each with its exit code."""

from typing import ClassVar

from features.i18n.text import Bilingual, Language
from features.identity_numbers import redact
from features.web_addresses import without_passwords


class PrezentError(Exception):
    """A mistake that is explained in a sentence, never with a traceback.

    Parameters
    ----------
    message
        What to tell people: what is wrong, and what to do.
    """

    exit_code: ClassVar[int] = 1

    def __init__(self, message: Bilingual) -> None:
        super().__init__(message)
        self.message = message

    def __str__(self) -> str:
        """Return the English sentence, for those who write programs."""
        return without_passwords(self.message.en)

    def sentences(self, language: Language) -> list[str]:
        """Return what to tell people; it never repeats a 13-digit number, nor the password of an address."""
        return [without_passwords(redact(self.message.said(language), language))]


class UsageError(PrezentError):
    """The command or request itself is wrong: a folder that is not there, a date that is none."""

    exit_code = 2


class Refused(PrezentError):  # noqa: N818  (a refusal is an answer, not an error)
    """Asked for something that must not be answered: no champion, no label yet, too few positives."""

    exit_code = 4


class NoPupils(Refused):
    """Nobody is in a school on a day: there is no list to make, and nothing is wrong."""


class MachineFault(PrezentError):  # noqa: N818  (nobody here made a mistake)
    """The machine cannot: no memory, no room, no permission."""

    exit_code = 6


class OutsideServiceError(PrezentError):
    """MLflow or a database cannot be reached."""

    exit_code = 5


UNAVAILABLE = (MachineFault, OutsideServiceError)  # nothing that was asked for is wrong; later it may be answered
