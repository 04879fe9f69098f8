"""Addresses of the page of a child, and of what is written there."""

from django.urls import path

from serving.web.children import notes, objections, views

app_name = "children"
urlpatterns = [
    path("<str:opaque>/", views.child, name="child"),
    path("<str:opaque>/print/", views.printed, name="print"),
    path("<str:opaque>/parents/", views.parents, name="parents"),
    path("<str:opaque>/notes/", notes.add, name="add_note"),
    path("<str:opaque>/notes/<str:note>/", notes.edit, name="edit_note"),
    path("<str:opaque>/objections/", objections.add, name="add_objection"),
    path("<str:opaque>/objections/<str:objection>/", objections.answer, name="answer_objection"),
    path("<str:opaque>/objections/<str:objection>/back/", objections.take_back, name="take_objection_back"),
]
