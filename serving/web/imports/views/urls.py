"""Addresses of this part of the pages."""

from django.urls import path

from serving.web.imports.views.batch_list import batch, undo
from serving.web.imports.views.report_files import report, template
from serving.web.imports.views.steps import answer, confirm, day, leave_out, marked, records, step, upload

app_name = "imports"
urlpatterns = [
    path("", records, name="records"),
    path("upload/", upload, name="upload"),
    path("upload/<str:opaque>/", step, name="step"),
    path("upload/<str:opaque>/answers/", answer, name="answer"),
    path("upload/<str:opaque>/marked/<int:number>/", marked, name="marked"),
    path("upload/<str:opaque>/day/", day, name="day"),
    path("upload/<str:opaque>/bring-in/", confirm, name="confirm"),
    path("upload/<str:opaque>/drop/", leave_out, name="drop"),
    path("import/<int:number>/", batch, name="batch"),
    path("import/<int:number>/undo/", undo, name="undo"),
    path("report/", report, name="report"),
    path("template/", template, name="template"),
]
