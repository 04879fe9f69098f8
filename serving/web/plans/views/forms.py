"""The forms of a support plan and of its parts."""

import datetime as dt
from collections.abc import Collection, Iterable, Sequence

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from serving.web.accounts.models import User
from serving.web.fragments.plain_words import PlainWordsForm
from serving.web.plans.measures import measure_choices, measure_words
from serving.web.plans.models import UNAPPROVED, ClosingReason, Contact, Measure, Plan, State

# Days beyond these are slips of the keyboard, like a year of five figures or of the wrong century.
_FIRST, _LAST = dt.date(2000, 1, 1), dt.date(2099, 12, 31)
_DAY = {"type": "date", "min": _FIRST.isoformat(), "max": _LAST.isoformat()}
_YEAR = dt.timedelta(days=366)
WEEKS = (4, 12)


def _date(label: object, *, required: bool = True, help_text: object = "") -> forms.DateField:
    widget = forms.DateInput(attrs=_DAY, format="%Y-%m-%d")
    return forms.DateField(
        label=label, required=required, widget=widget, help_text=help_text,  # type: ignore[arg-type]
        validators=[_is_of_this_century],
    )  # fmt: skip


def _is_of_this_century(day: dt.date) -> None:
    if not _FIRST <= day <= _LAST:
        raise ValidationError(_("Give a day of this century."))


def _words(label: object, *, required: bool = True, rows: int = 2, help_text: object = "") -> forms.CharField:
    area = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, max_length=2000, required=required, widget=area, help_text=help_text)  # type: ignore[arg-type]


class PlanForm(PlainWordsForm, forms.Form):
    """What the child needs, and what the child wants."""

    need = _words(_("What the child needs"))
    goals = _words(
        _("Goals, in the child's own words"), required=False, help_text=_("Ask the child; write down what it says.")
    )
    starts_on = _date(_("Start"))
    review_on = _date(_("Look back on"), required=False, help_text=_("Four weeks after the start, if left empty."))

    def clean(self) -> dict[str, object]:
        """Fill in the look-back; refuse one before the start."""
        cleaned = super().clean() or {}
        start, review = cleaned.get("starts_on"), cleaned.get("review_on")
        if isinstance(start, dt.date):
            if start > timezone.localdate() + _YEAR:
                self.add_error("starts_on", _("Give a day within the next year."))
            if review is None:
                cleaned["review_on"] = start + dt.timedelta(weeks=WEEKS[0])
            elif review <= start:
                said = gettext("The look-back comes after the start (%(day)s): choose a later day, or leave it empty.")
                self.add_error("review_on", said % {"day": date_format(start, "j E Y")})
        return cleaned


class MeasureForm(PlainWordsForm, forms.Form):
    """One kind of help: none that the plan ``gives`` already, and not before the plan starts, where that is known."""

    field_order = ("code",)
    hours_per_week = forms.DecimalField(
        label=_("Hours per week"), required=False, min_value=0, max_value=60, decimal_places=1, localize=True
    )
    provider = forms.CharField(label=_("Who gives it"), max_length=150, required=False)
    project = forms.CharField(label=_("Project or funder"), max_length=150, required=False)
    from_day = _date(_("From"))

    def __init__(
        self,
        *arguments: object,
        starts_on: dt.date | None = None,
        gives: Collection[tuple[str, str]] = (),
        **options: object,
    ) -> None:
        super().__init__(*arguments, **options)
        self._starts_on, self._gives = starts_on, gives
        self.fields["code"] = forms.ChoiceField(
            label=_("Kind of help"), choices=[("", _("choose")), *measure_choices()]
        )
        self.order_fields(self.field_order)

    def clean(self) -> dict[str, object]:
        """Refuse what the same side gives already."""
        cleaned = super().clean() or {}
        if (cleaned.get("code"), cleaned.get("provider")) in self._gives:
            self.add_error("code", _("The plan has this help already; end that first, or choose another one."))
        return cleaned

    def clean_from_day(self) -> dt.date:
        """Refuse a day before the plan."""
        day: dt.date = self.cleaned_data["from_day"]
        if self._starts_on is not None and day < self._starts_on:
            said = gettext("Help begins with the plan (%(day)s) or later.")
            raise ValidationError(said % {"day": date_format(self._starts_on, "j E Y")})
        return day

    def fields_of_measure(self) -> dict[str, object]:
        """Return the fields of the measure."""
        cleaned = self.cleaned_data
        kept = {name: cleaned[name] for name in ("code", "hours_per_week", "provider", "project")}
        return {**kept, "starts_on": cleaned["from_day"]}


class StepForm(PlainWordsForm, forms.Form):
    """Something to be done by a day, and by whom."""

    text = forms.CharField(label=_("What is to be done"), max_length=300)
    due_on = _date(_("Until"))

    def __init__(self, people: Iterable[User], *arguments: object, **options: object) -> None:
        super().__init__(*arguments, **options)
        self.fields["responsible"] = one_of(people, _("By whom"))

    def clean_due_on(self) -> dt.date:
        """Refuse a day that is over: the step would be overdue at once."""
        day: dt.date = self.cleaned_data["due_on"]
        if day < timezone.localdate():
            raise ValidationError(_("Give today or a later day."))
        return day


class ContactForm(PlainWordsForm, forms.Form):
    """A contact with the parents."""

    on = _date(_("Day"))
    how = forms.ChoiceField(label=_("How"), choices=Contact._meta.get_field("how").choices or ())
    result = forms.CharField(label=_("What came of it"), max_length=300)

    def clean_on(self) -> dt.date:
        """Refuse a day that has not come."""
        day: dt.date = self.cleaned_data["on"]
        if day > timezone.localdate():
            raise ValidationError(_("This day has not come yet."))
        return day


class HandOverForm(PlainWordsForm, forms.Form):
    """A plan handed over to a colleague, who accepts it or not."""

    why = _words(_("Why"))
    field_order: Sequence[str] = ("to", "why")

    def __init__(self, people: Iterable[User], *arguments: object, **options: object) -> None:
        super().__init__(*arguments, **options)
        self.fields["to"] = one_of(people, _("To whom"))
        self.order_fields(self.field_order)


class ReferralForm(HandOverForm):
    """A child referred to somebody outside the school, who then sees it until a day."""

    organisation = forms.CharField(label=_("Organisation"), max_length=150)
    consent = forms.CharField(
        label=_("Consent of the parents"), max_length=300, help_text=_("Who agreed, when and how.")
    )
    until = _date(_("The other side sees the child until"))
    field_order = ("to", "organisation", "why", "consent", "until")

    def __init__(self, people: Iterable[User], today: dt.date, *arguments: object, **options: object) -> None:
        super().__init__(people, *arguments, **options)
        self._today = today

    def clean_until(self) -> dt.date:
        """Refuse a day that is over, or so far that nobody would look again."""
        until: dt.date = self.cleaned_data["until"]
        if not self._today < until <= self._today + _YEAR:
            raise forms.ValidationError(_("Give a day within the next year."))
        return until


class AnswerForm(PlainWordsForm, forms.Form):
    """A yes or no to what was asked, with words; a no says why."""

    answer = forms.ChoiceField(choices=[("yes", _("Yes")), ("no", _("No"))])
    words = _words(_("Words"), required=False)

    def clean(self) -> dict[str, object]:
        """Refuse a no without a reason."""
        cleaned = super().clean() or {}
        if cleaned.get("answer") == "no" and not str(cleaned.get("words", "")).strip():
            self.add_error("words", _("Say why not, so that the others know how to go on."))
        return cleaned

    @property
    def is_yes(self) -> bool:
        """Whether it was accepted."""
        return bool(self.cleaned_data["answer"] == "yes")


_OF_PEOPLE = [(value, label) for value, label in ClosingReason.choices if value not in UNAPPROVED]


class ClosingForm(PlainWordsForm, forms.Form):
    """Why a plan is closed."""

    reason = forms.ChoiceField(label=_("Reason"), choices=[("", _("choose")), *_OF_PEOPLE])
    words = _words(_("How it went"))

    def __init__(self, *arguments: object, plan: Plan, **options: object) -> None:
        super().__init__(*arguments, **options)
        self._plan = plan

    def clean_reason(self) -> str:
        """Refuse goals that were reached where none is written down, and no step either."""
        reason: str = self.cleaned_data["reason"]
        written = self._plan.goals.strip() or self._plan.steps.exists()
        if reason == ClosingReason.GOALS_REACHED and not written:
            raise ValidationError(_("No goal and no step stands in the plan: write down what was reached, or choose "
                                    "another reason."))  # fmt: skip
        return reason


class GivingUpForm(PlainWordsForm, forms.Form):
    """Why a plan that was not approved is closed; that it was not is the reason."""

    words = _words(_("Why you give it up"))


def closing_form(plan: Plan, told: QueryDict | None = None) -> ClosingForm | GivingUpForm:
    """Return the form that closes a plan as it stands; ``told`` is what somebody sent."""
    if plan.state == State.TO_CORRECT:
        return GivingUpForm(told, auto_id="closing_%s")
    return ClosingForm(told, plan=plan, auto_id="closing_%s")


class ReopeningForm(PlainWordsForm, forms.Form):
    """Why a closed plan is opened again, and which of the help that ended with it goes on."""

    words = _words(_("Why it is opened again"))

    def __init__(self, ended: QuerySet[Measure], *arguments: object, **options: object) -> None:
        super().__init__(*arguments, **options)
        if ended:
            self.fields["go_on"] = _HelpField(
                label=_("Which help goes on"), queryset=ended, required=False, initial=ended, to_field_name="opaque",
                widget=forms.CheckboxSelectMultiple,
                help_text=_("It ended with the plan. What is not ticked stays ended."),
            )  # fmt: skip


class _HelpField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    """Some kinds of help, each in words with who gives it."""

    def label_from_instance(self, obj: Measure) -> str:
        """Return what a kind of help is called, and who gives it."""
        return ", ".join(filter(None, (measure_words(obj.code), obj.provider)))


def one_of(people: Iterable[User], label: object) -> "forms.ModelChoiceField[User]":
    """Return a field to choose one of some people."""
    among = User.objects.filter(pk__in=[person.pk for person in people]).order_by("name", "email")
    return forms.ModelChoiceField(label=label, queryset=among, empty_label=_("choose"))  # type: ignore[arg-type]
