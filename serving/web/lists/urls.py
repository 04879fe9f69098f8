"""Addresses of lists."""

from django.urls import path

from serving.web.lists import views

app_name = "lists"
urlpatterns = [path("", views.school_list, name="list")]
