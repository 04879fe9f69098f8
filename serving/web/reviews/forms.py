"""The forms by which a person agrees with a list, disagrees, or adds a child to it."""

import datetime as dt

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from serving.web.configuration.ranking import record_state
from serving.web.fragments.plain_words import PlainWordsForm
from serving.web.reviews.decide import NewDecision
from serving.web.reviews.models import Kind
from serving.web.roster.enrolled import EnrolledChild

LONGEST = 2000


class ReasonForm(PlainWordsForm, forms.Form):
    """Why a person decides so."""

    reason = forms.CharField(
        label=_("Why (it stays with the decision)"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Say in a few words why: a decision without a reason helps nobody later.")},
    )  # fmt: skip

    def clean_reason(self) -> str:
        """Refuse what is no word."""
        reason = str(self.cleaned_data["reason"]).strip()
        if not any(letter.isalpha() for letter in reason):
            raise ValidationError(_("Say in a few words why: a decision without a reason helps nobody later."))
        return reason

    def monitored(self, *, listed: bool, as_of: dt.date) -> NewDecision:
        """Return the decision that a child is to be monitored: of the list, or added to it."""
        return NewDecision(Kind.AGREED if listed else Kind.NOMINATED, self.cleaned_data["reason"], as_of)


class _OfListForm(ReasonForm):
    """Why a person decides so, and on the list of which day: that of the page, in a hidden field."""

    as_of = forms.DateField(widget=forms.HiddenInput)

    def clean(self) -> dict[str, object]:
        """Refuse a day of which there can be no list; the field is hidden, so that is said above all fields."""
        cleaned = super().clean() or {}
        day = cleaned.get("as_of")
        if not isinstance(day, dt.date) or not there_is_list_of(day):
            self.add_error(None, _("There is no list of that day. Open the list of today and decide from there."))
        return cleaned

    def wanted(self, *, listed: bool) -> NewDecision:
        """Return what was decided: that the child is to be monitored."""
        return self.monitored(listed=listed, as_of=self.cleaned_data["as_of"])


def there_is_list_of(day: dt.date) -> bool:
    """Tell whether there can be a list of a day: none of one to come, and none from before the records begin."""
    state, today = record_state(), timezone.localdate()
    return day <= today if state is None else state.covers(day, today=today)


class DecisionForm(_OfListForm):
    """Agreement or disagreement about a child of the list, or a change of mind about one that was added."""

    kind = forms.ChoiceField(
        label=_("What you decide"), choices=[(kind.value, kind.label) for kind in Kind],
        widget=forms.RadioSelect, error_messages={"required": _("Choose one of the answers.")},
    )  # fmt: skip
    field_order = ("kind", "reason", "as_of")

    def wanted(self, *, listed: bool) -> NewDecision:
        """Return what was decided; who is on the list is agreed with, who is not is added."""
        if Kind(self.cleaned_data["kind"]) is Kind.DISMISSED:
            return NewDecision(Kind.DISMISSED, self.cleaned_data["reason"], self.cleaned_data["as_of"])
        return super().wanted(listed=listed)


class NominationForm(_OfListForm):
    """A child whom the list left out."""

    field_order = ("child", "reason", "as_of")

    def __init__(
        self, enrolled: tuple[EnrolledChild, ...], as_of: dt.date, *arguments: object, **options: object
    ) -> None:
        super().__init__(*arguments, **options)
        self._enrolled = {each.pupil_id: each for each in enrolled}
        self.initial["as_of"] = as_of
        by_class: dict[str, list[tuple[str, str]]] = {}
        for each in enrolled:
            by_class.setdefault(each.class_label or "–", []).append((each.pupil_id, each.name))
        self.fields["child"] = forms.ChoiceField(
            label=_("Child"),
            choices=[("", _("choose")), *by_class.items()],
            error_messages={"required": _("Choose the child.")},
        )
        self.order_fields(self.field_order)

    @property
    def chosen(self) -> EnrolledChild:
        """The child that was chosen."""
        return self._enrolled[self.cleaned_data["child"]]
