"""Django's name for this application."""

from django.apps import AppConfig


class ListsConfig(AppConfig):
    """Lists that were shown."""

    name = "serving.web.lists"
    label = "lists"
