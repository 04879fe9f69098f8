"""What the pages are started with, from the settings; the key that signs sessions is made at first use."""

import datetime as dt
import secrets
from dataclasses import replace
from typing import TYPE_CHECKING

from features.store.database.url import StoreUrl
from prezent.settings import Settings, for_owner_only

if TYPE_CHECKING:
    from prezent.option_types import Place
    from serving.web.configuration.start import PagesStart

_DATABASE, _KEY = "pages.sqlite", "pages.key"
_INVENTED = "people.invented"  # beside a database whose people were made by the demo


def has_people(settings: Settings) -> bool:
    """Tell whether the pages were ever used here: their database is there, or one is configured."""
    return bool(settings.pages.database) or (settings.var / _DATABASE).is_file()


def mark_people_as_invented(settings: Settings, *, opens_on: dt.date | None = None) -> None:
    """Say of the pages here that their people were invented with the children of a demo, and on which day they open."""
    (settings.var / _INVENTED).write_text(opens_on.isoformat() if opens_on else "", encoding="ascii")


def pages_start(
    settings: Settings, *, records: "Place | None" = None, secure: bool = False, hosts: tuple[str, ...] = ()
) -> "PagesStart":
    """Return what the pages are started with, in the folder for everything local.

    ``secure`` says that they are reached by TLS alone, without which they are reached from this computer only;
    ``hosts`` are names beside those of this computer. Nobody needs a second factor where all of it is invented, the
    people here and the children in the records, and where nobody comes from elsewhere.
    """
    from serving.web.configuration.start import OpenIdProvider, PagesStart

    settings.make_folder()
    is_invented = _is_all_invented(settings, records)
    names = (*PagesStart.hosts, *settings.pages.hosts, *hosts)
    return PagesStart(
        var=settings.var,
        database=settings.pages.database or f"sqlite:///{(settings.var / _DATABASE).as_posix()}",
        secret_key=_secret_key(settings),
        language=settings.language,
        roster=settings.roster,
        records=records.text if isinstance(records, StoreUrl) else None,
        keyring=settings.keyring,
        hosts=tuple(dict.fromkeys(name.partition(":")[0] if name[0] != "[" else name for name in names)),
        secure=secure,
        idle_minutes=settings.pages.idle_minutes,
        review_before_score=settings.pages.review_before_score,
        approve_plans=settings.pages.approve_plans,
        approve_closures=settings.pages.approve_closures,
        open_id=OpenIdProvider(*settings.pages.oidc) if settings.pages.oidc else None,
        second_factor=secure or not is_invented,
        opens_on=_opening_day(settings) if is_invented else None,
    )


def open_pages(settings: Settings) -> None:
    """Open the database of the pages for a command, brought up to date; made where it is not there yet."""
    from serving.web.configuration.django_settings import configure
    from serving.web.site.application import bring_up_to_date

    configure(replace(pages_start(settings), from_machine=True))
    bring_up_to_date()


def log_decision(settings: Settings, action: str, *, version: str, by: str, reason: str) -> None:
    """Add what was decided about a model to the log of the pages, where there are people."""
    if has_people(settings):
        open_pages(settings)
        from serving.web.audit.chain import record

        record(None, action, what={"model_version": version}, why=reason, who=by[:254])


def _is_all_invented(settings: Settings, records: "Place | None") -> bool:
    """Tell whether the people were invented, and the children of a folder or of a database of this computer.

    What is brought into a database of invented children counts as invented with them, as everywhere.
    """
    if records is None or settings.pages.database or not (settings.var / _INVENTED).is_file():
        return False
    if isinstance(records, StoreUrl) and not (records.file and records.file.is_file()):
        return False
    from features.store.source import records_at

    return records_at(records).declarations()[0].invented


def _opening_day(settings: Settings) -> dt.date | None:
    """Return the day on which the pages of a demo open; None where it is that of the records."""
    day = (settings.var / _INVENTED).read_text(encoding="ascii").strip()
    return dt.date.fromisoformat(day) if day else None


def _secret_key(settings: Settings) -> str:
    path = settings.var / _KEY
    if not path.is_file():
        with for_owner_only(), path.open("x", encoding="ascii") as file:
            file.write(secrets.token_urlsafe(48))
    return path.read_text(encoding="ascii").strip()
