"""Does no form for words keep a national identity number?"""

import pytest

from serving.web.children.forms import NoteForm
from serving.web.plans.views.forms import PlanForm
from serving.web.reviews.forms import ReasonForm

CNP = "".join(("19601", "01123", "456"))  # put together here, so that none stands in a file


@pytest.mark.parametrize("words", [CNP, f"fiul lui {CNP}, absent", f"{CNP[0]} {CNP[1:7]} {CNP[7:]}"])
def test_a_valid_number_is_refused_wherever_words_are_written(words):
    forms = {
        "text": NoteForm({"text": words, "kind": "team"}, restricted=False),
        "need": PlanForm({"need": words, "starts_on": "2025-02-10"}),
        "reason": ReasonForm({"reason": f"a {words}"}),
    }
    for field, form in forms.items():
        assert "Leave the CNP out" in str(form.errors[field])


@pytest.mark.parametrize("words", ["telefon 0722 123 456", "1234567890123", "la 12.10.2025, 6 ore"])
def test_other_numbers_are_kept(words):
    assert NoteForm({"text": words, "kind": "team"}, restricted=False).is_valid()
