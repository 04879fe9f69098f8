"""Django's name for this application."""

from django.apps import AppConfig


class PlansConfig(AppConfig):
    """Support plans."""

    name = "serving.web.plans"
    label = "plans"
