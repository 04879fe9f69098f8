"""Django's name for this application."""

from django.apps import AppConfig


class ImportsConfig(AppConfig):
    """Bringing records in."""

    name = "serving.web.imports"
    label = "imports"
