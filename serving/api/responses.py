"""The HTTP answer of a result, and of a mistake.

Every mistake is a list of sentences in both languages, without a traceback and without an identity number. Our own
faults are logged by their place in the code only: their messages could hold what was asked about a child.
"""

import logging
import traceback
from collections.abc import Callable, Iterable

from starlette.responses import JSONResponse, Response

from features.errors import PrezentError
from features.i18n.text import Bilingual
from features.identity_numbers import redact
from features.schema.problems import RecordsError
from serving.api.request_models import AnyRequest, RequestError

RECORDS_PROBLEMS, REFUSED, OUR_FAULT = 422, 409, 500
VERSION_HEADER = "Prezent-Model-Version"  # one explained child does not say it otherwise

_SORRY = Bilingual(
    "The service made a mistake; its log says where in the program.",
    "Serviciul a greșit; jurnalul lui spune în ce loc din program.",
)

logger = logging.getLogger("bentoml.prezent")  # below BentoML's, to be written where its own are


def answered(request: AnyRequest | RequestError, ask: Callable[[AnyRequest], str], *, version: str) -> Response:
    """Return the JSON that was asked for, or what is wrong, under the model version that answers."""
    try:
        if isinstance(request, RequestError):
            raise request
        return Response(ask(request), media_type="application/json", headers={VERSION_HEADER: version})
    except Exception as error:
        return mistaken(error)


def mistaken(error: Exception) -> Response:
    """Return the sentences of a mistake; one of ours is logged."""
    if isinstance(error, PrezentError):
        return problems(_status(error), map(Bilingual, error.sentences("en"), error.sentences("ro")))
    logger.error("%s", said_of(error))
    return problems(OUR_FAULT, [_SORRY])


def problems(status: int, sentences: Iterable[Bilingual]) -> Response:
    """Return a list of sentences in both languages."""
    told = [{"text_ro": redact(text.ro, "ro"), "text_en": redact(text.en)} for text in sentences]
    return JSONResponse({"problems": told}, status_code=status)


def said_of(error: Exception) -> str:
    """Say for the log what went wrong: in a sentence, or, of our own faults, by the place in the code."""
    if isinstance(error, PrezentError):
        return " ".join(error.sentences("en"))
    return f"{type(error).__name__}, at:\n{''.join(traceback.format_tb(error.__traceback__))}"


def _status(error: PrezentError) -> int:
    if isinstance(error, RequestError):
        return error.status
    return RECORDS_PROBLEMS if isinstance(error, RecordsError) else REFUSED
