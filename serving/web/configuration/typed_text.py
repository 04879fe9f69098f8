"""What people type into forms, without letters that nobody sees and that not every database or sheet takes."""

import re
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, QueryDict

_FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")
_NEW_LINES = re.compile("[\x0b\x0c\x85]")  # with which word processors end a line or a page
_UNSEEN = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]")


def typed_text(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Hand on what a form holds as it was typed: tabs and lines stay, other control characters are dropped."""

    def answer(request: HttpRequest) -> HttpResponse:
        if request.method == "POST" and request.content_type in _FORMS:
            cleaned = _cleaned(request.POST)
            if cleaned != request.POST:
                request.POST = cleaned  # type: ignore[assignment]  # it is not to be changed any more
        return get_response(request)

    return answer


def without_control_characters(text: str) -> str:
    r"""Return a text without the control characters in it; what ends a line or a page ends a line.

    >>> without_control_characters("bus\x00 at\x0bseven\t\x1b[1m\x85"), without_control_characters("ș\u200d\r\n")
    ('bus at\nseven\t[1m\n', 'ș\u200d\r\n')
    """
    return _UNSEEN.sub("", _NEW_LINES.sub("\n", text))


def _cleaned(given: QueryDict) -> QueryDict:
    found = QueryDict(mutable=True, encoding=given.encoding)
    for name, values in given.lists():
        found.setlist(without_control_characters(name), [without_control_characters(each) for each in values])
    found._mutable = False
    return found
