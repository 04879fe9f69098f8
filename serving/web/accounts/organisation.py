"""The addresses of an organisation's own log-in, there only where one is configured."""

from django.urls import URLPattern, path

from serving.web.configuration.django_settings import started_with


def organisation_addresses() -> list[URLPattern]:
    """Return them; none where everybody signs in with a password of ours."""
    if not started_with().open_id:
        return []
    from allauth.socialaccount import views
    from allauth.socialaccount.providers.openid_connect import views as open_id

    return [
        path("<str:provider_id>/login/", open_id.login, name="openid_connect_login"),
        path("<str:provider_id>/login/callback/", open_id.callback, name="openid_connect_callback"),
        path("cancelled/", views.login_cancelled, name="socialaccount_login_cancelled"),
        path("error/", views.login_error, name="socialaccount_login_error"),
        path("signup/", views.signup, name="socialaccount_signup"),
        path("connections/", views.connections, name="socialaccount_connections"),
    ]
