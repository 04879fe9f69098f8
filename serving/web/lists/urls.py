"""Addresses of lists."""

from django.urls import path

from serving.web.lists import views

app_name = "lists"
urlpatterns = [
    path("", views.school_list, name="list"),
    path("file/<str:file_format>/", views.export, name="export"),
    path("views/", views.save_view, name="save_view"),
    path("views/<str:opaque>/forget/", views.forget_view, name="forget_view"),
]
