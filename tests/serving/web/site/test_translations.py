"""Is every sentence of the pages there in Romanian, with its three plural forms?"""

import re
from pathlib import Path

import allauth
import django
import pytest
from django.core.exceptions import ValidationError
from django.forms import DecimalField, IntegerField
from django.utils import translation

from tests.support.message_catalogue import PAGES, compiled, entries
from tests.support.serving.page_sentences import sentences

TEXT = PAGES.read_text(encoding="utf-8")
ROMANIAN = {sentence: said for sentence, said in entries(TEXT).items() if sentence}
OF_DJANGO = entries((Path(django.__file__).parent / "conf/locale/ro/LC_MESSAGES/django.po").read_text("utf-8"))
OF_ALLAUTH = entries((Path(allauth.__file__).parent / "locale/ro/LC_MESSAGES/django.po").read_text("utf-8"))
_MONTH = re.compile(
    r"(alt\. month\x04)?(January|February|March|April|May|June|July|August|September|October|November|December)"
)


def _words_to_fill_in(text: str) -> set[str]:
    return set(re.findall(r"%\(\w+\)s", text))


def test_every_sentence_of_the_pages_is_there_in_romanian():
    missing = {sentence: where for sentence, where in sentences().items() if not ROMANIAN.get(sentence)}
    assert not missing


def test_the_catalogue_holds_nothing_that_no_page_says():
    """Beside the pages' own sentences only those that Django says with ţ for ț, or allauth otherwise."""
    said = sentences()
    odd = {each for each, romanian in OF_DJANGO.items() if re.search("[ţşŢŞ]", romanian)}
    odd |= {each for each, romanian in OF_ALLAUTH.items() if romanian != ROMANIAN.get(each)}
    assert not [each for each in ROMANIAN if each not in said and each not in odd and not _MONTH.fullmatch(each)]


def test_sentences_of_numbers_that_forms_refuse_are_written_with_commas_below():
    with translation.override("ro"):
        for field, given in ((DecimalField(), "două"), (IntegerField(max_value=60), "61"),
                             (IntegerField(min_value=0), "-1"), (IntegerField(), "x")):  # fmt: skip
            with pytest.raises(ValidationError) as refused:
                field.clean(given)
            assert not re.search("[ţşŢŞ]", refused.value.messages[0])


def test_each_sentence_is_there_once():
    assert len(entries(TEXT)) == len(re.findall(r"^msgid ", TEXT, re.MULTILINE))


def test_what_is_counted_has_the_three_forms_of_romanian():
    for sentence, said in ROMANIAN.items():
        forms = said.split("\0")
        assert len(forms) == (3 if "\0" in sentence else 1), sentence
        assert all(forms), sentence


def test_a_translation_fills_in_no_other_words_than_the_sentence():
    for sentence, said in ROMANIAN.items():
        wanted = _words_to_fill_in(sentence)
        assert all(_words_to_fill_in(form) <= wanted for form in said.split("\0")), sentence
        assert _words_to_fill_in(said) == wanted, sentence


def test_from_twenty_on_what_is_counted_takes_de():
    for said in ROMANIAN.values():
        _, few, many = (*said.split("\0"), "", "")[:3]
        if re.search(r"%\(n\)s(</b>)? [a-zăâîșț]{3,}", few) and few != many:
            assert re.search(r"%\(n\)s(</b>)? (de|din) ", many), said


def test_letters_have_a_comma_below_and_no_cedilla():
    assert not set("şţŞŢ") & set(TEXT)


def test_the_compiled_file_is_that_of_the_catalogue():
    assert PAGES.with_suffix(".mo").read_bytes() == compiled(TEXT)
