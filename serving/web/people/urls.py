"""Addresses of people and their ways in."""

from django.urls import path

from serving.web.people import views

app_name = "people"
urlpatterns = [
    path("", views.people, name="people"),
    path("add/", views.add, name="add"),
    path("language/", views.language, name="language"),
    path("way-in/<str:secret>/", views.invitation, name="invitation"),
    path("grant/<int:pk>/withdraw/", views.withdraw, name="withdraw"),
    path("key/<int:pk>/close/", views.close_key, name="close_key"),
    path("<int:pk>/", views.person, name="person"),
    path("<int:pk>/way-in/", views.way_in, name="way_in"),
    path("<int:pk>/grant/", views.grant, name="grant"),
    path("<int:pk>/close/", views.close, name="close"),
]
