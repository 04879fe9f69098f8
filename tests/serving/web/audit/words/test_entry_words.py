"""Does the log speak in words, in both languages, of all that the pages and commands do?"""

import re
from pathlib import Path

import pytest
from django.utils.translation import override

from serving.web.access.policy import Role
from serving.web.audit.chain import record
from serving.web.audit.words.entry_words import ACTIONS, DETAILS, FAULTS, PARTS, action_words, detail_words, fault_words

ROOT = Path(__file__).parents[5]
SOURCES = [path for folder in ("serving/web", "prezent") for path in (ROOT / folder).rglob("*.py")]
# Refusals are added by ``_add`` or ``record_strangers``.
# An entry is made by ``record(who, "what was done"``, of a plan by ``log(…)``, of a model by ``log_decision(…)``.
_WRITTEN = re.compile(r'\b(?:record|log|log_decision|record_strangers|_add)\(\s*(?:\w+(?:\.\w+)?),\s*([^,()]*"[^,()]*)')
_FILLED = {
    "{name}_added": ("step_added", "measure_added", "contact_added"),
    "{kind}_asked": ("hand_over_asked", "referral_asked"),
    "{now.kind}_{state}": ("hand_over_accepted", "hand_over_declined", "referral_accepted", "referral_declined"),
    **dict.fromkeys(
        ("{now.kind}_withdrawn", "{transfer.kind}_withdrawn", "{asked.kind}_withdrawn"),
        ("hand_over_withdrawn", "referral_withdrawn"),
    ),
    "{transfer.kind}_viewed": ("hand_over_viewed", "referral_viewed"),
    "api_{asked}": ("api_rank", "api_explain", "api_warnings"),
}


def actions_written() -> set[str]:
    found = set()
    for path in SOURCES:
        for said in _WRITTEN.findall(path.read_text(encoding="utf-8")):
            for text in re.findall(r'"([^"]+)"', said):
                found |= set(_FILLED.get(text, (text,)))
    return found


def test_everything_that_is_written_to_the_log_has_words():
    written = actions_written()
    assert len(written) > 60
    assert not {action for action in written if "{" in action}
    assert written <= set(ACTIONS)


def test_no_words_are_kept_for_what_nothing_writes():
    told_elsewhere = {"sign_in_failed", "sign_in_locked"}  # one or the other
    of_older_versions = {"shared_child_viewed"}
    assert set(ACTIONS) - told_elsewhere - of_older_versions <= actions_written()


def test_words_are_there_in_romanian():
    for words in (ACTIONS, DETAILS, FAULTS, PARTS):
        with override("en"):
            english = {code: str(said) for code, said in words.items()}
        with override("ro"):
            same = {code for code, said in words.items() if str(said) == english[code]}
        assert same <= {"format", "plan"}
    assert not [code for code, said in ACTIONS.items() if code == str(said)]


def test_an_auditor_reads_words_and_no_codes(person):
    record(
        None, "role_given", who="ana@school.example", school_id="S1", what={"person": "ion@x.ro", "role": "ngo_worker"}
    )
    record(None, "objection_answered", who="ana@school.example", what={"objection": "x1", "outcome": "partly"})
    auditor = person(Role.AUDITOR, language="ro")
    text = auditor.client.get("/log/").text
    assert "s-a dat un rol" in text
    assert "persoana: ion@x.ro" in text  # in which order is the database's
    assert "rolul: lucrător ONG" in text
    assert "răspunsul: admisă în parte" in text or "admis" in text
    assert ">Unu<" in text  # the school by its name
    for code in ("role_given", "ngo_worker", "objection_answered", "partly"):
        assert f">{code}" not in text
        assert f" {code}" not in text


def test_the_log_is_narrowed_by_what_was_done(person):
    record(None, "model_promoted", who="ana@school.example")
    record(None, "log_exported", who="ion@school.example")
    text = person(Role.AUDITOR).client.get("/log/?action=model_promoted").text
    assert "ana@school.example" in text
    assert "ion@school.example" not in text
    assert '<option value="model_promoted" selected>a model was put to use</option>' in text


def test_the_part_of_the_log_is_that_of_the_page(person):
    client = person(Role.AUDITOR).client
    part = client.get("/log/?action=model_promoted", headers={"HX-Request": "true"})
    assert part.text.lstrip().startswith('<div id="log-part"')
    assert part.text.strip() in client.get("/log/?action=model_promoted").text


@pytest.mark.parametrize(
    ("what", "said"),
    [
        ({"as_of": "2025-02-10", "score": False}, "as known before: 10 February 2025; the number was shown: no"),
        ({"to": "", "until": None, "rows": 0}, "rows: 0"),
        ({"tables": {"grades": [1, 2, 0]}}, "tables: marks 1, 2, 0"),
        ({"page": "children:child", "method": "GET"}, "page: a child; kind of request: GET"),
        ({"action": "child_viewed", "page_number": 2}, "what was done: the page of a child was opened; page number: 2"),
        ({"page": "mfa_index"}, "page: another page"),
        ({"page": "parents"}, "page: explanation for the parents"),
        ({"something_new": "x"}, "something new: x"),
        ({}, ""),
    ],
)
def test_details_are_said(what, said: str):
    with override("en"):
        assert detail_words(what) == said


def test_an_action_of_another_version_is_readable():
    assert (action_words("was_once_done"), fault_words("odd")) == ("was once done", "odd")


def test_details_hold_no_codes_of_pages_tables_reports_and_months():
    what = {"page": "children:child", "tables": {"enrolments": [2, 0]}, "report": "conduct", "month": "2026-11"}
    with override("ro"):
        assert detail_words(what) == (
            "pagina: un copil; tabele: elevi și clase 2, 0; raportul: Scăderea notei la purtare; luna: noiembrie 2026"
        )
        assert (
            detail_words({"whose": "all", "state": "open"}) == "ale cui: toate pe care le poate vedea; starea: în curs"
        )
    with override("en"):
        assert detail_words({"page": "home"}) == "page: to do"
