"""What the configuration says of the pages: their database, who may reach them, and an organisation's own log-in."""

from collections.abc import Mapping
from dataclasses import dataclass

from features.errors import UsageError
from features.i18n.text import Bilingual

PAGE_KEYS: Mapping[str, type] = {
    "pages_database": str, "hosts": str, "idle_minutes": int, "oidc_name": str, "oidc_server": str, "oidc_client": str,
    "oidc_secret": str, "review_before_score": str, "approve_plans": str, "approve_closures": str,
}  # fmt: skip
SWITCHES = ("review_before_score", "approve_plans", "approve_closures")
_OIDC = ("oidc_name", "oidc_server", "oidc_client", "oidc_secret")


@dataclass(frozen=True)
class PageSettings:
    """What is configured of the pages; ``hosts`` are further names, ``oidc`` is whole or not there.

    The switches are those of ``PagesStart``.
    """

    database: str = ""
    hosts: tuple[str, ...] = ()
    idle_minutes: int = 30
    oidc: tuple[str, ...] = ()
    review_before_score: bool = True
    approve_plans: bool = False
    approve_closures: bool = False


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
    return PageSettings(values.get("pages_database", ""), names, idle_minutes, oidc=oidc, **{
        name: _yes_or_no(name, values.get(name), default=getattr(PageSettings, name)) for name in SWITCHES
    })  # fmt: skip


def _yes_or_no(name: str, value: str | None, *, default: bool) -> bool:
    if value is None:
        return default
    if value not in ("yes", "no"):
        raise UsageError(
            Bilingual(f"{name} is {value!r}; write yes or no.", f"{name} este {value!r}; scrieți yes (da) sau no (nu).")
        )
    return value == "yes"
