"""Every address of the pages."""

from allauth.account import views as account
from django.urls import include, path

from serving.web.accounts.organisation import organisation_addresses
from serving.web.site.home import no_password, to_do

urlpatterns = [
    path("", to_do, name="home"),
    path("account/login/", account.login, name="account_login"),
    path("account/logout/", account.logout, name="account_logout"),
    path("account/inactive/", account.account_inactive, name="account_inactive"),
    path("account/again/", account.reauthenticate, name="account_reauthenticate"),
    path("account/password/", account.password_change, name="account_change_password"),
    path("account/no-password/", no_password, name="account_set_password"),
    path("account/second-factor/", include("allauth.mfa.urls")),
    path("account/organisation/", include(organisation_addresses())),
    path("people/", include("serving.web.people.urls")),
    path("list/", include("serving.web.lists.urls")),
    path("child/", include("serving.web.children.urls")),
    path("review/", include("serving.web.reviews.urls")),
    path("plans/", include("serving.web.plans.views.urls")),
    path("records/", include("serving.web.imports.views.urls")),
    path("overview/", include("serving.web.programmes.urls")),
    path("log/", include("serving.web.audit.urls")),
]
handler400 = "serving.web.site.errors.unread"
handler403 = "serving.web.site.errors.refused"
handler404 = "serving.web.site.errors.missing"
handler500 = "serving.web.site.errors.faulty"
