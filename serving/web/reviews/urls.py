"""Addresses of decisions about children."""

from django.urls import path

from serving.web.reviews import views

app_name = "reviews"
urlpatterns = [
    path("agreement/", views.agreement, name="agreement"),
    path("agreement/everywhere/", views.agreement_everywhere, name="agreement_everywhere"),
    path("add/", views.nominate, name="nominate"),
    path("<str:opaque>/", views.decisions, name="decisions"),
    path("<str:opaque>/decide/", views.decision, name="decide"),
]
