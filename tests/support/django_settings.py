"""Django's settings as the type checker sees them, and tests of the pages use them."""

from pathlib import Path

from serving.web.configuration.django_settings import django_settings
from serving.web.configuration.start import PagesStart

globals().update(django_settings(PagesStart(Path("var"), "sqlite:///:memory:", "a key for types and tests alone")))
