"""The forms of the import: files to upload, and why an import is undone."""

import datetime as dt
from collections.abc import Collection, Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from features.days import school_year_label
from serving.web.configuration.ranking import record_state
from serving.web.fragments.plain_words import PlainWordsForm
from serving.web.imports.uploads import MOST_FILES, MOST_MEGABYTES, is_too_much

_FIRST_YEAR = 2000  # a day before is a slip of the keyboard
_YEARS = 4  # to choose from, beside those of the records


class SeveralFilesInput(forms.ClearableFileInput):
    """An input for several files."""

    allow_multiple_selected = True
    template_name = "django/forms/widgets/file.html"


class SeveralFiles(forms.FileField):
    """Several files, each checked like one."""

    widget = SeveralFilesInput

    def clean(self, data: Any, initial: Any = None) -> Any:
        """Return the files; refuse none at all, empty ones, and more than a school has."""
        given = data if isinstance(data, list | tuple) else [data] if data else []
        files: list[UploadedFile[Any]] = [super(SeveralFiles, self).clean(each, initial) for each in given]
        if not files:
            raise ValidationError(_("Choose at least one file."))
        if is_too_much(files):
            most = {"files": MOST_FILES, "megabytes": MOST_MEGABYTES}
            raise ValidationError(
                gettext("At once at most %(files)s files of %(megabytes)s MB together; bring the others afterwards.")
                % most
            )
        return files


def years_offered(today: dt.date, known: Collection[str]) -> tuple[str, ...]:
    """Return the school years to choose from, the latest first: of the records' kind, spans or single years.

    When a school year begins, the records' terms alone say.

    >>> years_offered(dt.date(2026, 3, 1), [])
    ('2026-2027', '2025-2026', '2024-2025', '2023-2024')
    >>> years_offered(dt.date(2026, 3, 1), ["2025", "2022"])
    ('2026', '2025', '2024', '2023', '2022')
    """
    are_single = bool(known) and all(each.isdecimal() for each in known)
    firsts = range(today.year, today.year - _YEARS, -1)
    made = {str(first) if are_single else school_year_label(first) for first in firsts}
    return tuple(sorted({*made, *known}, reverse=True))


def _years_of_records() -> list[str]:
    """Return the last school years whose terms the records know."""
    state = record_state()
    if state is None:
        return []
    said = state.index.records["terms"]["school_year"].dropna().unique()
    return sorted((str(each) for each in said), reverse=True)[:_YEARS]


class UploadForm(forms.Form):
    """Files of a school, and what they may not say themselves."""

    school = forms.ChoiceField(label=_("School"))
    sheets = SeveralFiles(
        label=_("Files"), max_length=150,
        help_text=_("Excel, LibreOffice or CSV, as the school keeps them: pupils, absences, marks."),
    )  # fmt: skip
    exported_on = forms.DateField(
        label=_("Day of the export"), widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        help_text=_("The day up to which the files are complete."),
    )  # fmt: skip
    year = forms.ChoiceField(label=_("School year"), required=False)

    def __init__(self, schools: Mapping[str, str], today: dt.date, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["exported_on"].initial = today
        self._today = today
        years = years_offered(today, _years_of_records())
        self.fields["school"].choices = list(schools.items())  # type: ignore[attr-defined]
        self.fields["year"].choices = [("", gettext("as the files say")), *((each, each) for each in years)]  # type: ignore[attr-defined]
        if len(schools) == 1:
            self.fields["school"].initial = next(iter(schools))
            self.fields["school"].widget = forms.HiddenInput()

    def clean_exported_on(self) -> dt.date:
        """Refuse a day that has not come, and one of another century."""
        return _come(self.cleaned_data["exported_on"], self._today)


class DayForm(forms.Form):
    """The day of files that seem older than what is there."""

    exported_on = forms.DateField(
        label=_("Day of the export"), widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        help_text=_("The day up to which the files are complete."),
    )  # fmt: skip

    def __init__(self, today: dt.date, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._today = today

    def clean_exported_on(self) -> dt.date:
        """Refuse a day that has not come, and one of another century."""
        return _come(self.cleaned_data["exported_on"], self._today)


def _come(day: dt.date, today: dt.date) -> dt.date:
    if day.year < _FIRST_YEAR:
        raise ValidationError(_("Give a day of this century."))
    if day > today:
        raise ValidationError(_("This day has not come yet."))
    return day


class UndoForm(PlainWordsForm, forms.Form):
    """Why an import is undone."""

    reason = forms.CharField(
        label=_("Why"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Signed with your name, and kept in the log."),
    )  # fmt: skip
