"""Which HTTP answer does a result get, and which a mistake?

Every mistake is a list of sentences in both languages, without a traceback and without an identity number. Our own
faults are logged by their place in the code only: their messages could hold what was asked about a child.
"""

import logging
import traceback
from collections.abc import Callable, Iterable
from typing import TypeVar

from starlette.responses import JSONResponse, Response

from features.errors import PrezentError, RecordsError
from features.problems import Bilingual, redact
from serving.requests import Body, RequestError

RECORDS_PROBLEMS, REFUSED, OUR_FAULT = 422, 409, 500

_SORRY = Bilingual(
    "The service made a mistake; its log says where in the program.",
    "Serviciul a greșit; jurnalul lui spune în ce loc din program.",
)

AnyRequest = TypeVar("AnyRequest", bound=Body)

logger = logging.getLogger("bentoml.prezent")  # below BentoML's, to be written where its own are


def answered(request: AnyRequest | RequestError, ask: Callable[[AnyRequest], str]) -> Response:
    """Return the JSON that was asked for, or what is wrong."""
    try:
        if isinstance(request, RequestError):
            raise request
        return Response(ask(request), media_type="application/json")
    except PrezentError as error:
        return _problems(_status(error), map(Bilingual, error.sentences("en"), error.sentences("ro")))
    except Exception as error:
        places = "".join(traceback.format_tb(error.__traceback__))
        logger.error("%s, at:\n%s", type(error).__name__, places)
        return _problems(OUR_FAULT, [_SORRY])


def _status(error: PrezentError) -> int:
    if isinstance(error, RequestError):
        return error.status
    return RECORDS_PROBLEMS if isinstance(error, RecordsError) else REFUSED


def _problems(status: int, sentences: Iterable[Bilingual]) -> JSONResponse:
    problems = [{"text_ro": redact(text.ro, "ro"), "text_en": redact(text.en)} for text in sentences]
    return JSONResponse({"problems": problems}, status_code=status)
