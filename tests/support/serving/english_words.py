"""Which English is left on a Romanian page? Common words that no Romanian text has, and our own English sentences."""

import re
from collections.abc import Iterator
from functools import cache
from html import unescape
from typing import TYPE_CHECKING

from tests.support.message_catalogue import PAGES, entries

if TYPE_CHECKING:
    from django.test import Client

_WORDS = re.compile(  # but IS, which is a county
    r"(?<![\w@.-])(?!IS\b)((?i:the|and|with|without|of|is|was|were|has|have|for|from|not|this|that|they|by|on|since|until|"
    r"child|children|school|schools|counsellor|teacher|week|weeks|day|days|help|only|look|agrees?|yes)|January|"
    r"February|March|May|June|July|August|September|October|November|December|Monday|Tuesday|Wednesday|Thursday|"
    r"Friday)(?![\w@.-])"
)
_LABELS = re.compile(r"\s(?:aria-label|title|alt|placeholder|data-label)=\"([^\"]*)\"")
_NOT_READ = re.compile(r"(?s)<(script|style|code|pre)\b.*?</\1>|<button[^>]*lang=\"en\".*?</button>")
_OPAQUE = re.compile(r"/[\w-]{12,16}/|/\d+/")


def english_on(page: str) -> list[str]:
    """Return the texts and labels of a page in which there is an English word or a whole English sentence of ours."""
    shown = _NOT_READ.sub(" ", page[page.find("<title>") :])
    found = (" ".join(unescape(each).split()) for each in [*re.split(r"<[^>]+>", shown), *_LABELS.findall(shown)])
    return sorted({each for each in found if _WORDS.search(each) or each in _sentences()})


def pages_within_reach(client: "Client") -> Iterator[tuple[str, str]]:
    """Yield the addresses and texts of the pages to which somebody can click from the first one, one of each kind."""
    waiting, kinds = ["/"], set[str]()
    while waiting:
        address = waiting.pop()
        kind = _OPAQUE.sub("/X/", address.partition("?")[0])
        if kind in kinds or address.startswith("/static/"):
            continue
        kinds.add(kind)
        answer = client.get(address, follow=True)
        if "text/html" in answer.headers.get("Content-Type", ""):
            yield address, answer.text
            waiting += [unescape(each) for each in re.findall(r"href=\"(/[^\"#]*)", answer.text)]


@cache
def _sentences() -> frozenset[str]:
    """Our sentences that are otherwise in Romanian; "Note" are marks there."""
    said = entries(PAGES.read_text(encoding="utf-8"))
    return frozenset(english for english in said if english and "%(" not in english) - set(said.values()) - {"Note"}
