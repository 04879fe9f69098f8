"""Django's name for this application."""

from django.apps import AppConfig


class ChildrenConfig(AppConfig):
    """The page of a child."""

    name = "serving.web.children"
    label = "children"
