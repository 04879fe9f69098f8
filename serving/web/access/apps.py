"""Django's name for this application."""

from django.apps import AppConfig


class AccessConfig(AppConfig):
    """Who may do what."""

    name = "serving.web.access"
    label = "access"
