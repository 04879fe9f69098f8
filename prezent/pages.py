"""What the pages are started with, from the settings; the key that signs sessions is made at first use."""

import secrets
from typing import TYPE_CHECKING

from prezent.settings import Settings, for_owner_only

if TYPE_CHECKING:
    from serving.web.configuration.start import PagesStart

_DATABASE, _KEY = "pages.sqlite", "pages.key"


def has_people(settings: Settings) -> bool:
    """Tell whether the pages were ever used here: their database is there."""
    return (settings.var / _DATABASE).is_file()


def pages_start(settings: Settings) -> "PagesStart":
    """Return what the pages are started with, in the folder for everything local."""
    from serving.web.configuration.start import PagesStart

    settings.make_folder()
    return PagesStart(
        var=settings.var,
        database=f"sqlite:///{(settings.var / _DATABASE).as_posix()}",
        secret_key=_secret_key(settings),
        language=settings.language,
    )


def _secret_key(settings: Settings) -> str:
    path = settings.var / _KEY
    if not path.is_file():
        with for_owner_only(), path.open("x", encoding="ascii") as file:
            file.write(secrets.token_urlsafe(48))
    return path.read_text(encoding="ascii").strip()
