"""The pages of a demo made in a process of their own: Django is configured once in a process, and here for good."""

from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

from serving.web.configuration.start import PagesStart
from serving.web.demo.story import DemoStory, WaysIn


def make_pages(start: PagesStart, story: DemoStory) -> WaysIn:
    """Make the database of a demo's pages where ``start`` says, and return how to sign in."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as process:
        return process.submit(_make, start, story).result()


def _make(start: PagesStart, story: DemoStory) -> WaysIn:
    from serving.web.configuration.django_settings import configure
    from serving.web.site.application import bring_up_to_date

    configure(start)
    bring_up_to_date()
    from serving.web.demo.pages import make_demo

    return make_demo(story, language=start.language)
