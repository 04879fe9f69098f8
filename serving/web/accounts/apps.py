"""Django's name for this application."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """People who sign in."""

    name = "serving.web.accounts"
    label = "accounts"

    def ready(self) -> None:
        """Have other sessions end when a second factor changes."""
        from allauth.mfa.signals import authenticator_added, authenticator_removed

        from serving.web.accounts.second_factor import end_other_sessions

        for signal in (authenticator_added, authenticator_removed):
            signal.connect(end_other_sessions)
