"""Addresses of schools, counties, programmes and the model."""

from django.urls import path

from serving.web.programmes import leave, views

app_name = "programmes"
urlpatterns = [
    path("schools/", views.schools, name="schools"),
    path("names/", leave.give, name="give_leave"),
    path("names/<int:pk>/withdraw/", leave.withdraw, name="withdraw_leave"),
    path("programmes/", views.programmes, name="programmes"),
    path("model/", views.model, name="model"),
]
