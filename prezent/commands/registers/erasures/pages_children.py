"""What the pages keep of children, for an erasure; nothing where there are no pages."""

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING

from prezent.commands.pages.pages_start import has_people, open_pages
from prezent.settings import Settings

if TYPE_CHECKING:
    from serving.roster.erasure_book import Asked
    from serving.roster.forgetting import NamedPeople


def pages_know(settings: Settings, pupils: Collection[str]) -> bool:
    """Tell whether the pages keep anything of some children."""
    if not has_people(settings):
        return False
    open_pages(settings)
    from serving.web.forgetting.children import known_children

    return known_children(pupils)


def with_open_plan(settings: Settings, pupils: Collection[str] | None = None) -> set[str]:
    """Return the children, of some or of all, who have a support plan that is not closed."""
    if not has_people(settings):
        return set()
    open_pages(settings)
    from serving.web.forgetting.children import with_open_plan as found

    return found(pupils)


def forget_in_pages(settings: Settings, people: "NamedPeople", asked: "Asked") -> Mapping[str, int]:
    """Take children out of the pages' database, its free pages too; return what went."""
    if not has_people(settings):
        return {}
    open_pages(settings)
    from serving.web.forgetting.children import erase_children
    from serving.web.forgetting.free_pages import clear_free_pages

    removed = erase_children(people, asked)
    clear_free_pages()
    return removed


def log_readmitted(settings: Settings, *, by: str, because: str) -> None:
    """Say in the log of the pages that a child is let in again."""
    if has_people(settings):
        open_pages(settings)
        from serving.web.forgetting.children import log_readmitted as logged

        logged(by=by, because=because)
