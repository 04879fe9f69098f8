"""Django's name for this application."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """People who sign in."""

    name = "serving.web.accounts"
    label = "accounts"
