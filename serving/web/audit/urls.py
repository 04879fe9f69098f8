"""Addresses of the log."""

from django.urls import path

from serving.web.audit import views

app_name = "audit"
urlpatterns = [path("", views.log, name="log"), path("verify/", views.verify, name="verify")]
