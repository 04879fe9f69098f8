"""Forms in whose words no national identity number may stand: the pages need none and keep none."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from features.identity_numbers import has_identity_number, is_identity_number

_PARTED = re.compile(r"(?<!\d)\d(?:[ .\-/]?\d){12}(?!\d)")  # 5 130312 125780


def no_identity_number(text: object) -> None:
    """Refuse words in which a CNP stands, also one that is written in parts."""
    words = str(text)
    parted = (re.sub(r"\D", "", found.group()) for found in _PARTED.finditer(words))
    if has_identity_number(words) or any(map(is_identity_number, parted)):
        raise ValidationError(_("Leave the CNP out: it is kept nowhere here. The child is known without it."))


class PlainWordsForm(forms.BaseForm):
    """What forms for words share: in none of their words an identity number may stand."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        for field in self.fields.values():
            if isinstance(field, forms.CharField):
                field.validators.append(no_identity_number)
