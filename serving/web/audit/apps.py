"""Django's name for this application."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """The log."""

    name = "serving.web.audit"
    label = "audit"

    def ready(self) -> None:
        """Have signing in and all that belongs to it logged."""
        from serving.web.audit.sign_ins import connect

        connect()
