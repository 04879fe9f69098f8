"""Every address of the pages, taken from Django's resolver, so that a test forgets none."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver


@dataclass(frozen=True)
class Route:
    """An address: its name with its namespace, what stands in it, and the view that answers."""

    name: str
    pattern: str
    converters: Mapping[str, type]
    view: Callable[..., Any]

    def url(self, values: Mapping[str, object]) -> str:
        """Return the address with values in it, by their names; of others, for ``int`` the number, else the text."""
        address = f"/{self.pattern}"
        for name, converter in self.converters.items():
            kind = type(converter).__name__
            value = values[name] if name in values else values["number" if kind == "IntConverter" else "text"]
            address = address.replace(_written(self.pattern, name), str(value))
        return address


def routes() -> list[Route]:
    """Return every route of the site."""
    return list(_routes(get_resolver(), "", "", {}))


def _routes(resolver: URLResolver, prefix: str, namespace: str, converters: Mapping[str, Any]) -> Iterator[Route]:
    for each in resolver.url_patterns:
        pattern = f"{prefix}{each.pattern}"
        inside = {**converters, **each.pattern.converters}
        if isinstance(each, URLPattern):
            name = f"{namespace}:{each.name}" if namespace else str(each.name)
            yield Route(name, pattern, inside, each.callback)
        else:
            yield from _routes(each, pattern, each.namespace or namespace, inside)


def _written(pattern: str, name: str) -> str:
    """Return how a value is written in a pattern, ``<str:opaque>``."""
    inside = (part.split(">")[0] for part in pattern.split("<")[1:])
    return next(f"<{part}>" for part in inside if part.rpartition(":")[2] == name)
