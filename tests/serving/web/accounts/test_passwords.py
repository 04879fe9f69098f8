"""Is a password refused that anybody would guess, and none that only holds a known word?"""

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError


@pytest.mark.parametrize(
    "password",
    ["parola123456", "Parola-2026-!!", "Școala123456", "prezent prezent", "director2026!", "123456789012",
     "aaaaaaaaaaaa", "ParolaScoala1"],
)  # fmt: skip
def test_a_known_word_with_figures_is_refused(password):
    with pytest.raises(ValidationError):
        validate_password(password)


@pytest.mark.parametrize(
    "password", ["un cal alb trece dealul", "parola bunicii mele", "scoala din deal 7", "xK3mq9Lzw2pT"]
)
def test_a_sentence_or_chance_passes(password):
    validate_password(password)
