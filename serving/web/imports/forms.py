"""The forms of the import: files to upload, and why an import is undone."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from serving.web.imports.uploads import MOST_FILES, MOST_MEGABYTES, is_too_much


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
        start = today.year if today.month >= 9 else today.year - 1
        years = [f"{first}-{first + 1}" for first in (start, start - 1, start - 2)]
        self.fields["school"].choices = list(schools.items())  # type: ignore[attr-defined]
        self.fields["year"].choices = [("", gettext("as the files say")), *((each, each) for each in years)]  # type: ignore[attr-defined]
        if len(schools) == 1:
            self.fields["school"].initial = next(iter(schools))
            self.fields["school"].widget = forms.HiddenInput()

    def clean_exported_on(self) -> dt.date:
        """Refuse a day that has not come."""
        day: dt.date = self.cleaned_data["exported_on"]
        if day > self._today:
            raise ValidationError(_("This day has not come yet."))
        return day


class UndoForm(forms.Form):
    """Why an import is undone."""

    reason = forms.CharField(
        label=_("Why"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Signed with your name, and kept in the log."),
    )  # fmt: skip
