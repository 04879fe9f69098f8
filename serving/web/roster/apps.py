"""Django's name for this application."""

from django.apps import AppConfig


class RosterConfig(AppConfig):
    """Names."""

    name = "serving.web.roster"
    label = "roster"
