"""Django's name for this application."""

from django.apps import AppConfig


class ProgrammesConfig(AppConfig):
    """Schools, counties, programmes."""

    name = "serving.web.programmes"
    label = "programmes"
