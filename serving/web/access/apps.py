"""Django's name for this application."""

from django.apps import AppConfig


class AccessConfig(AppConfig):
    """Who may do what."""

    name = "serving.web.access"
    label = "access"

    def ready(self) -> None:
        """Have a command of this machine see every row of a database that guards rows."""
        from django.db.backends.signals import connection_created

        from serving.web.access.rows import begin_with

        connection_created.connect(begin_with)
