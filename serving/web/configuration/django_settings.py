"""Django's settings, made of the frozen start and of nothing else."""

from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from features.errors import UsageError
from features.i18n.dates import TIME_ZONE
from features.i18n.text import Bilingual
from serving.web.configuration.start import PagesStart

APPS = ("accounts", "access", "audit", "roster", "lists", "children", "reviews", "plans", "imports", "programmes")
COUNTS = "pages_cache"  # the table of counts that end by themselves
_HERE = Path(__file__).parents[1]
_MIDDLEWARE = (
    "serving.web.site.security_headers.security_headers",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "serving.web.configuration.typed_text.typed_text",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "serving.web.fragments.page_parts.other_answers_as_pages",
    "serving.web.fragments.refused_methods.refused_methods_as_pages",
    "allauth.account.middleware.AccountMiddleware",
    "serving.web.accounts.middleware.signed_in",
    "serving.web.roster.places.places_of_today",
    "serving.web.access.middleware.declared_access",
    "serving.web.audit.middleware.refusals_logged",
)
LOCK_OUT = "5/5m/key"  # failed log-ins of one name, whoever tries
# Beyond so many, counts that still hold would be dropped: trying many names would open those that are locked out.
_MOST_COUNTS = 1_000_000


def configure(start: PagesStart) -> None:
    """Configure Django once in this process, and load its applications; a second call changes nothing."""
    import django
    from django.conf import settings

    if not settings.configured:
        settings.configure(**django_settings(start))
        django.setup()


def started_with() -> PagesStart:
    """Return what the pages of this process were started with."""
    from django.conf import settings

    start: PagesStart = getattr(settings, "PREZENT")  # noqa: B009  (a setting of ours, which Django does not know)
    return start


def django_settings(start: PagesStart) -> dict[str, Any]:
    """Return Django's settings."""
    return {
        "SECRET_KEY": start.secret_key,
        "DEBUG": False,
        "ALLOWED_HOSTS": list(start.hosts),
        "DATABASES": {"default": _database(start.database)},
        "DEFAULT_AUTO_FIELD": "django.db.models.BigAutoField",
        "INSTALLED_APPS": _applications(start),
        "MIDDLEWARE": list(_MIDDLEWARE),
        "ROOT_URLCONF": "serving.web.site.urls",
        "TEMPLATES": [_templates()],
        "AUTH_USER_MODEL": "accounts.User",
        "AUTHENTICATION_BACKENDS": ["allauth.account.auth_backends.AuthenticationBackend"],
        "PASSWORD_HASHERS": ["django.contrib.auth.hashers.Argon2PasswordHasher"],
        "AUTH_PASSWORD_VALIDATORS": [
            {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
            {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
            {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
            {"NAME": "serving.web.accounts.passwords.KnownWordsValidator"},
        ],
        **_sessions(start),
        **_languages(start),
        **_allauth(start),
        "STATIC_URL": "static/",
        "STATICFILES_DIRS": [str(_HERE / "static")],
        "WHITENOISE_USE_FINDERS": True,
        "WHITENOISE_AUTOREFRESH": False,
        "LOGGING_CONFIG": None,
        "EMAIL_BACKEND": "django.core.mail.backends.dummy.EmailBackend",  # no mail server is needed, and none is asked
        "DATA_UPLOAD_MAX_MEMORY_SIZE": 4 * 2**20,
        "FILE_UPLOAD_TEMP_DIR": str(start.var),  # where an erasure looks too
        "PREZENT": start,
        **dict(start.extra),
    }


def _applications(start: PagesStart) -> list[str]:
    return [
        "django.contrib.auth",
        "django.contrib.contenttypes",
        "django.contrib.sessions",
        "django.contrib.messages",
        "django.contrib.staticfiles",
        "django.contrib.humanize",
        "django_htmx",
        "allauth",
        "allauth.account",
        "allauth.socialaccount",
        *(["allauth.socialaccount.providers.openid_connect"] if start.open_id else []),
        "allauth.mfa",
        *(f"serving.web.{app}.apps.{app.title()}Config" for app in APPS),
    ]


def _templates() -> dict[str, Any]:
    return {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [str(_HERE / "templates")],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "serving.web.access.context.who_looks",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "serving.web.access.school_filters",
                "serving.web.programmes.place_filters",
            ],
        },
    }


def _sessions(start: PagesStart) -> dict[str, Any]:
    """A session ends after idle time, is not to be read by scripts, and travels by TLS where there is TLS."""
    return {
        "SESSION_ENGINE": "serving.web.configuration.sessions",
        "SESSION_COOKIE_AGE": start.idle_minutes * 60,
        "SESSION_SAVE_EVERY_REQUEST": True,
        "SESSION_EXPIRE_AT_BROWSER_CLOSE": True,
        "SESSION_COOKIE_NAME": "prezent_session",
        "SESSION_COOKIE_SECURE": start.secure,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "CSRF_COOKIE_SECURE": start.secure,
        "CSRF_COOKIE_HTTPONLY": True,
        "CSRF_FAILURE_VIEW": "serving.web.site.errors.csrf_failure",
        "SECURE_SSL_REDIRECT": start.secure,
        "SECURE_HSTS_SECONDS": 31_536_000 if start.secure else 0,
        "SECURE_REFERRER_POLICY": "same-origin",
        "X_FRAME_OPTIONS": "DENY",
        # Counts of failed log-ins, and codes that were used: of all processes together.
        "CACHES": {
            "default": {
                "BACKEND": "django.core.cache.backends.db.DatabaseCache",
                "LOCATION": COUNTS,
                "OPTIONS": {"MAX_ENTRIES": _MOST_COUNTS},
            }
        },
    }


def _languages(start: PagesStart) -> dict[str, Any]:
    return {
        "LANGUAGE_CODE": start.language,
        "LANGUAGES": [("ro", "română"), ("en", "English")],
        "LOCALE_PATHS": [str(_HERE / "locale")],
        "USE_I18N": True,
        "USE_TZ": True,
        "TIME_ZONE": TIME_ZONE,
    }


def _allauth(start: PagesStart) -> dict[str, Any]:
    return {
        "LOGIN_URL": "account_login",
        "LOGIN_REDIRECT_URL": "home",
        "ACCOUNT_LOGOUT_REDIRECT_URL": "account_login",
        "ACCOUNT_ADAPTER": "serving.web.accounts.adapter.ClosedAccountAdapter",
        "SOCIALACCOUNT_ADAPTER": "serving.web.accounts.adapter.ClosedSocialAdapter",
        "ACCOUNT_LOGIN_METHODS": {"email"},
        "ACCOUNT_SIGNUP_FIELDS": ["email*", "password1*", "password2*"],
        "ACCOUNT_USER_MODEL_USERNAME_FIELD": None,
        "ACCOUNT_EMAIL_VERIFICATION": "none",
        "ACCOUNT_EMAIL_NOTIFICATIONS": False,
        "ACCOUNT_SESSION_REMEMBER": False,
        "ACCOUNT_RATE_LIMITS": {"login_failed": LOCK_OUT, "login": "60/m/ip"},
        "ACCOUNT_DEFAULT_HTTP_PROTOCOL": "https" if start.secure else "http",
        "MFA_SUPPORTED_TYPES": ["totp", "recovery_codes"],
        "MFA_ALLOW_UNVERIFIED_EMAIL": True,
        "MFA_TOTP_ISSUER": "Prezent",
        "MFA_ADAPTER": "serving.web.accounts.second_factor.KeptSecondFactor",
        "MFA_FORMS": {
            "authenticate": "serving.web.accounts.second_factor.CodeForm",
            "reauthenticate": "serving.web.accounts.second_factor.CodeAgainForm",
        },
        "SOCIALACCOUNT_PROVIDERS": _open_id(start),
        "SOCIALACCOUNT_EMAIL_AUTHENTICATION": True,
        "SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT": True,
    }


def _open_id(start: PagesStart) -> dict[str, Any]:
    if start.open_id is None:
        return {}
    provider = start.open_id
    app = {
        "provider_id": "organisation",
        "name": provider.name,
        "client_id": provider.client_id,
        "secret": provider.secret,
        "settings": {"server_url": provider.server_url},
    }
    return {"openid_connect": {"APPS": [app]}}


def _database(url: str) -> dict[str, Any]:
    """Return Django's account of a database URL; an SQLite file waits for its turn, and is never half written."""
    if url.startswith("sqlite:///"):
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": unquote(url.removeprefix("sqlite:///")),
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON;",
            },
        }
    parts = urlsplit(url)
    if parts.scheme.partition("+")[0] not in ("postgresql", "postgres"):
        raise UsageError(
            Bilingual(
                "The database of the pages is no SQLite or PostgreSQL URL; write sqlite:///FILE or postgresql://...",
                "Baza de date a paginilor nu este un URL SQLite sau PostgreSQL; scrieți sqlite:///FIȘIER sau "
                "postgresql://...",
            )
        )
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": str(parts.port or ""),
        "OPTIONS": dict(parse_qsl(parts.query)),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }
