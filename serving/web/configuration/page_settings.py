"""What the configuration says of the pages: their database, who may reach them, and an organisation's own log-in."""

from collections.abc import Mapping
from dataclasses import dataclass

from features.errors import UsageError
from features.i18n.text import Bilingual

PAGE_KEYS: Mapping[str, type] = {
    "pages_database": str, "hosts": str, "idle_minutes": int, "oidc_name": str, "oidc_server": str, "oidc_client": str,
    "oidc_secret": str,
}  # fmt: skip
_OIDC = ("oidc_name", "oidc_server", "oidc_client", "oidc_secret")


@dataclass(frozen=True)
class PageSettings:
    """What is configured of the pages; ``hosts`` are further names, ``oidc`` is whole or not there."""

    database: str = ""
    hosts: tuple[str, ...] = ()
    idle_minutes: int = 30
    oidc: tuple[str, ...] = ()


def page_settings(values: Mapping[str, str], *, idle_minutes: int) -> PageSettings:
    """Return what the values say.

    Raises
    ------
    UsageError
        If only a part of an organisation's log-in is there.
    """
    oidc = tuple(values[key] for key in _OIDC if values.get(key))
    if oidc and len(oidc) < len(_OIDC):
        missing = ", ".join(key for key in _OIDC if not values.get(key))
        raise UsageError(
            Bilingual(
                f"The organisation's log-in is configured in part: {missing} is missing. Write all of "
                f"{', '.join(_OIDC)}, or none.",
                f"Autentificarea organizației este configurată doar în parte: lipsește {missing}. Scrieți toate cheile "
                f"{', '.join(_OIDC)} sau niciuna.",
            )
        )
    names = tuple(name.strip() for name in values.get("hosts", "").split(",") if name.strip())
    return PageSettings(values.get("pages_database", ""), names, idle_minutes, oidc)
