"""The forms by which an administrator makes people, and people set their password."""

import datetime as dt
from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from serving.web.access.models import ROLES, Grant
from serving.web.access.policy import Role, not_together, places_needed
from serving.web.accounts.models import User
from serving.web.people.places import help_for, spelled
from serving.web.roster.classes import known_classes

PLACES = ("school_id", "class_label", "county", "programme")


class PersonForm(forms.Form):
    """A person to be invited, with a first role."""

    email = forms.EmailField(
        label=_("E-mail address"), help_text=_("Nothing is sent there; it is the name to sign in.")
    )
    name = forms.CharField(label=_("Name"), max_length=150, required=False)
    language = forms.ChoiceField(label=_("Language"), choices=[("ro", "română"), ("en", "English")])

    def clean_email(self) -> str:
        """Refuse an address that somebody has already."""
        email = str(self.cleaned_data["email"]).lower()
        if User.objects.filter(email=email).exists():
            raise ValidationError(_("There is already an account with this address; give it a further role instead."))
        return email


class GrantForm(forms.ModelForm):  # type: ignore[type-arg]  # not generic when it runs
    """A role in a place; which place, the role says."""

    role = forms.ChoiceField(
        label=_("Role"), choices=[("", _("choose")), *((role.value, said) for role, said in ROLES.items())]
    )

    class Meta:
        model = Grant
        fields = ("role", "school_id", "class_label", "county", "programme", "until")
        labels = {
            "school_id": _("School code"), "class_label": _("Class"), "county": _("County"),
            "programme": _("Programme"), "until": _("Until (empty: no end)"),
        }  # fmt: skip
        widgets = {"until": forms.DateInput(attrs={"type": "date"})}

    def __init__(self, *arguments: Any, person: User, by: User | None = None, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._person, self._by = person, by
        for place in PLACES:
            self.fields[place].help_text = help_for(place)

    def clean_role(self) -> str:
        """Refuse a role to oneself, and one that does not go with those that the person has."""
        role = Role(self.cleaned_data["role"])
        if self._person == self._by:
            raise ValidationError(_("Nobody gives a role to themselves; ask another administrator."))
        other = not_together(role, [Role(grant.role) for grant in self._person.grants.all() if grant.holds])
        if other is not None:
            raise ValidationError(
                _("This person is %(other)s; whoever manages people or reads the log sees no children.")
                % {"other": ROLES[other]}
            )
        return role.value

    def clean_until(self) -> dt.date | None:
        """Refuse a day that is over."""
        until: dt.date | None = self.cleaned_data["until"]
        if until is not None and until < timezone.localdate():
            raise ValidationError(_("This day is over; choose one from today on."))
        return until

    def clean(self) -> dict[str, object]:
        """Say which place a role needs where it is missing."""
        cleaned = super().clean() or {}
        role = cleaned.get("role")
        if role:
            for field in PLACES:
                if field not in places_needed(Role(role)):
                    cleaned[field] = ""  # a place that the role does not have would only be read by somebody
                elif not cleaned.get(field):
                    self.add_error(
                        field, _("A %(role)s has this role in one place; name it.") % {"role": ROLES[Role(role)]}
                    )
                else:
                    self._spell(cleaned, field)
        if cleaned.get("class_label") and cleaned.get("school_id"):
            cleaned["class_label"] = known_classes(str(cleaned["school_id"])).like(str(cleaned["class_label"]))
        return cleaned

    def _spell(self, cleaned: dict[str, object], field: str) -> None:
        """Put a place into its one spelling; what can be none is an error of its field."""
        try:
            cleaned[field] = spelled(field, str(cleaned[field]))
        except ValidationError as error:
            self.add_error(field, error)


class PasswordForm(forms.Form):
    """A new password, twice."""

    password = forms.CharField(
        label=_("Password"), strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("At least 12 characters; a sentence that you remember is good."),
    )  # fmt: skip
    again = forms.CharField(
        label=_("The same password again"), strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )  # fmt: skip

    def __init__(self, user: User, *arguments: object, **options: object) -> None:
        super().__init__(*arguments, **options)  # type: ignore[arg-type]
        self._user = user

    def clean_password(self) -> str:
        """Refuse what is too short, too common or like the name."""
        password = str(self.cleaned_data["password"])
        validate_password(password, self._user)
        return password

    def clean_again(self) -> str:
        """Refuse another one than the first."""
        again = str(self.cleaned_data["again"])
        if "password" in self.cleaned_data and again != self.cleaned_data["password"]:
            raise ValidationError(_("The two passwords differ."))
        return again
