"""Django's name for this application."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """The log."""

    name = "serving.web.audit"
    label = "audit"
