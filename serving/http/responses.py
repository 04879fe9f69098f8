"""The HTTP answer of a result, and of a mistake.

Every mistake is a list of sentences in both languages, without a traceback and without an identity number. Our own
faults are logged by their place in the code only: their messages could hold what was asked about a child.
"""

import logging
import traceback
from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

from starlette.responses import JSONResponse, Response

from features.errors import MachineFault, PrezentError, UsageError
from features.files.machine_faults import machine_fault
from features.i18n.numbers import counted
from features.i18n.text import Bilingual, Language
from features.identity_numbers import redact
from features.schema.problems import Problem, RecordsError
from models.viewer import NotPermitted

WRONG, FORBIDDEN, REFUSED, RECORDS_PROBLEMS, OUR_FAULT, UNAVAILABLE, TOO_LATE = 400, 403, 409, 422, 500, 503, 504
VERSION_HEADER = "Prezent-Model-Version"  # one explained child does not say it otherwise

SORRY = Bilingual(
    "The service made a mistake; its log says where in the program.",
    "Serviciul a greșit; jurnalul lui spune în ce loc din program.",
)
BUSY = Bilingual(
    "The service was busy for too long; ask again later.", "Serviciul a fost ocupat prea mult; întrebați mai târziu."
)

Asked = TypeVar("Asked")

logger = logging.getLogger("bentoml.prezent")  # below BentoML's, to be written where its own are


class RequestError(RecordsError):
    """The request itself is wrong, or asks for what is not there; answered with ``status``."""

    def __init__(self, problems: Sequence[Problem], status: int = 400) -> None:
        super().__init__(problems)
        self.status = status


def answered(request: Asked | RequestError, ask: Callable[[Asked], str], *, version: str) -> Response:
    """Return the JSON that was asked for, or what is wrong, under the model version that answers."""
    try:
        if isinstance(request, RequestError):
            raise request
        return Response(ask(request), media_type="application/json", headers={VERSION_HEADER: version})
    except Exception as error:
        return mistaken(error)


def mistaken(error: Exception) -> Response:
    """Return the sentences of a mistake; one of ours is logged."""
    told = error if isinstance(error, PrezentError) else machine_fault(error)
    if not isinstance(error, PrezentError):
        logger.error("%s", said_of(error, "en"))
    if told is None:
        return problems(OUR_FAULT, [SORRY])
    return problems(_status(told), map(Bilingual, told.sentences("en"), told.sentences("ro")))


def problems(status: int, sentences: Iterable[Bilingual]) -> Response:
    """Return a list of sentences in both languages."""
    return JSONResponse(problems_content(sentences), status_code=status)


def problems_content(sentences: Iterable[Bilingual]) -> dict[str, list[dict[str, str]]]:
    """Return what is answered of a mistake."""
    return {"problems": [{"text_ro": redact(text.ro, "ro"), "text_en": redact(text.en)} for text in sentences]}


def said_of(error: Exception, language: Language) -> str:
    """Say for the log what went wrong: in a sentence without rows, or, of our own faults, by the place in the code."""
    if isinstance(error, RecordsError):
        number = len(error.problems)
        return Bilingual(
            f"{counted(number, 'problem', 'problems', 'en')}; 'prezent check' names them.",
            f"{counted(number, 'problemă', 'probleme', 'ro')}; „prezent check” le numește.",
        ).said(language)
    if isinstance(error, PrezentError):
        return " ".join(error.sentences(language))
    return f"{type(error).__name__}, at:\n{''.join(traceback.format_tb(error.__traceback__))}"


def _status(error: PrezentError) -> int:
    if isinstance(error, RequestError):
        return error.status
    kinds = (
        (RecordsError, RECORDS_PROBLEMS), (UsageError, WRONG), (NotPermitted, FORBIDDEN), (MachineFault, UNAVAILABLE),
    )  # fmt: skip
    return next((status for kind, status in kinds if isinstance(error, kind)), REFUSED)
