"""The forms of a child's page: a note, an objection, the answer to one."""

import datetime as dt

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from serving.web.children.models import Note, Objection
from serving.web.fragments.plain_words import PlainWordsForm

_LINES = forms.Textarea(attrs={"rows": 3})


class NoteForm(PlainWordsForm, forms.ModelForm):  # type: ignore[type-arg]  # not generic when it runs
    """A note; that it is for few may be said by those who may read such notes."""

    class Meta:
        model = Note
        fields = ("text", "kind", "restricted")
        labels = {
            "text": _("Note"), "kind": _("What it is"),
            "restricted": _("restricted: for the director and the counsellors alone"),
        }  # fmt: skip
        widgets = {"text": _LINES}

    def __init__(self, *arguments: object, restricted: bool, **options: object) -> None:
        super().__init__(*arguments, **options)
        if not restricted:
            del self.fields["restricted"]


class ObjectionForm(PlainWordsForm, forms.ModelForm):  # type: ignore[type-arg]
    """What a parent or child asks."""

    kind = forms.ChoiceField(label=_("What is asked"), choices=[("", _("choose")), *Objection.Kind.choices])

    class Meta:
        model = Objection
        fields = ("kind", "raised_on", "raised_by", "text")
        labels = {
            "raised_on": _("Asked on"),
            "raised_by": _("Who asks (parent, child, guardian)"), "text": _("In their own words"),
        }  # fmt: skip
        widgets = {"text": _LINES, "raised_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")}

    def clean_raised_on(self) -> dt.date:
        """Refuse a slip of the keyboard, and a day that is not yet."""
        day: dt.date = self.cleaned_data["raised_on"]
        if not dt.date(2000, 1, 1) <= day <= dt.date(2099, 12, 31):
            raise ValidationError(_("Give a day of this century."))
        if day > timezone.localdate():
            raise ValidationError(_("The day is not yet."))
        return day


_DOES_NOTHING = _("The answer is what people do: the program changes nothing by it, in the records or on the list.")
_LEAVES_OUT = _(
    "Granted: from now on the child is left out of the list and its files, and its page tells no place, score or "
    "reason, until somebody who may answer takes that back. In part or refused: the list goes on as before; what was "
    "granted in part is done by people, as the answer says, and the program changes nothing by itself."
)


class AnswerForm(PlainWordsForm, forms.ModelForm):  # type: ignore[type-arg]
    """What is answered; both a decision and its reason are needed. Beside the choice stands what it does."""

    outcome = forms.ChoiceField(label=_("Decision"), choices=Objection.Outcome.choices)
    answer = forms.CharField(label=_("Answer, with the reason"), widget=_LINES, max_length=4000)

    class Meta:
        model = Objection
        fields = ("outcome", "answer")

    def __init__(self, *arguments: object, **options: object) -> None:
        super().__init__(*arguments, **options)
        is_of_list = self.instance.kind == Objection.Kind.OBJECT
        self.fields["outcome"].help_text = _LEAVES_OUT if is_of_list else _DOES_NOTHING


class TakeBackForm(PlainWordsForm, forms.Form):
    """Why a child is on lists again."""

    why = forms.CharField(label=_("Why the list may be used again"), widget=_LINES, max_length=2000)
