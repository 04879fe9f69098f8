"""What sheets does a school send, and how?"""

import datetime as dt
import io
from collections.abc import Sequence

import openpyxl
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.support.serving.two_schools import AS_OF

PUPILS = ["Nume și prenume", "Nr. matricol", "Clasa", "Data nașterii"]
ANA, BOB = ["Nucă Ana", "101", "V A", dt.date(2013, 5, 1)], ["Prună Bob", "102", "V A", dt.date(2013, 6, 1)]
ABSENCES = ["Nume și prenume", "Nr. matricol", "Clasa", "Data", "Ore", "Motivată"]
MISSED = ["Nucă Ana", "101", "V A", dt.date(2025, 1, 13), 4, "nu"]


def workbook(pupils: Sequence = (ANA, BOB), missed: Sequence = (MISSED,), headings=PUPILS) -> bytes:
    book = openpyxl.Workbook()
    book.active.title = "Elevi"
    for row in (headings, *pupils):
        book.active.append(row)
    sheet = book.create_sheet("Absențe")
    for row in (ABSENCES, *missed):
        sheet.append(row)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def sent(client: Client, *contents: bytes, name: str = "registru.xlsx", **values: str):
    files = [SimpleUploadedFile(name, each) for each in contents]
    form = {"school": "S1", "sheets": files, "exported_on": AS_OF.isoformat(), "year": "2024-2025", **values}
    return client.post("/records/upload/", form)
