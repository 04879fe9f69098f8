"""What entries of the log say, in words: what was done, with which details."""

import datetime as dt
import re
from collections.abc import Mapping

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from serving.web.access.models import ROLES

_MONTH = re.compile(r"\d{4}-\d{2}")
ACTIONS: Mapping[str, Promise] = {
    "account_closed": _("an account was closed"),
    "account_opened": _("an account was opened again"),
    "api_explain": _("a program asked about a child"),
    "api_rank": _("a program asked for a list"),
    "api_warnings": _("a program asked what is odd in the records"),
    "approval_answered": _("an approval was given or refused"),
    "child_let_in_again": _("an erased child was let in again"),
    "child_viewed": _("the page of a child was opened"),
    "children_erased": _("children were erased"),
    "children_to_choose_viewed": _("the children of a school were opened, to add one to those monitored"),
    "closure_asked": _("the closing of a plan was asked for"),
    "contact_added": _("a contact with the parents was written down"),
    "county_viewed": _("the numbers of a county were opened"),
    "decision_made": _("a decision about a child"),
    "decisions_viewed": _("the decisions about a child were opened"),
    "demo_made": _("a demonstration was made"),
    "export": _("a file was downloaded"),
    "hand_over_accepted": _("a hand-over was accepted"),
    "hand_over_asked": _("a hand-over was asked for"),
    "hand_over_declined": _("a hand-over was declined"),
    "hand_over_viewed": _("a hand-over that is asked for was opened"),
    "hand_over_withdrawn": _("a hand-over was withdrawn"),
    "import_asked": _("an import was asked for"),
    "import_day_told": _("it was said of which day uploaded files are"),
    "import_done": _("an import was brought in"),
    "import_previewed": _("an import was looked at"),
    "import_questions_viewed": _("the open questions of an import were opened"),
    "import_undo_asked": _("the undoing of an import was asked for"),
    "import_undone": _("an import was undone"),
    "key_refused": _("a program's key was refused"),
    "list_exported": _("a list was taken as a file"),
    "list_viewed": _("a list was opened"),
    "log_exported": _("the log was written to a file"),
    "log_verified": _("the log was verified"),
    "log_viewed": _("the log was read"),
    "look_back_viewed": _("the look-back on a plan was opened"),
    "measure_added": _("a measure was added to a plan"),
    "measure_ended": _("a measure of a plan was ended"),
    "model_changed": _("another model answers; nobody told the log who changed it"),
    "model_found": _("a model answers of which the log had not spoken before"),
    "model_promoted": _("a model was put to use"),
    "model_rolled_back": _("the model before was put to use again"),
    "model_viewed": _("the page of the model was opened"),
    "move_accepted": _("the plan of a child who came from another school was taken over"),
    "measure_goes_on": _("help of a plan that was opened again goes on"),
    "move_declined": _("the plan of a child who came from another school was closed"),
    "move_viewed": _("it was looked at which plan a child from another school has"),
    "names_granted": _("leave to see names was given to the county"),
    "names_withdrawn": _("leave to see names was taken back"),
    "note_added": _("a note about a child was written"),
    "note_changed": _("a note about a child was changed"),
    "objection_answered": _("an objection was answered"),
    "objection_entered": _("an objection was written down"),
    "objection_taken_back": _("an objection was taken back: the list may show the child again"),
    "password_set": _("a password was set"),
    "person_added": _("a person was added"),
    "plan_changed": _("a plan was changed"),
    "plan_closed": _("a plan was closed"),
    "plan_form_viewed": _("the page to open a plan was opened"),
    "plan_opened": _("a plan was opened"),
    "plan_printed": _("a plan was printed"),
    "plan_reopened": _("a plan was opened again"),
    "plan_sent_again": _("a plan that was to be corrected was sent for approval again"),
    "plan_viewed": _("a plan was looked at"),
    "plans_viewed": _("the plans were opened"),
    "programme_viewed": _("the numbers of a programme were opened"),
    "referral_accepted": _("a referral was accepted"),
    "referral_asked": _("a referral was asked for"),
    "referral_declined": _("a referral was declined"),
    "referral_viewed": _("a referral that is asked for was opened"),
    "referral_withdrawn": _("a referral was withdrawn"),
    "refused": _("a request was refused"),
    "reviews_exported": _("decisions were written to a file"),
    "role_given": _("a role was given"),
    "role_withdrawn": _("a role was withdrawn"),
    "school_overview_viewed": _("the overview of a school was opened"),
    "second_factor_changed": _("a second factor was changed"),
    "second_factor_failed": _("a code was wrong"),
    "shared_child_viewed": _("a shared child was shown on the first page"),  # of older logs
    "shared_children_viewed": _("the shared children were shown on the first page"),
    "sign_in_failed": _("a sign-in failed"),
    "sign_in_locked": _("a sign-in was locked out"),
    "signed_in": _("signed in"),
    "signed_out": _("signed out"),
    "step_added": _("a step was added to a plan"),
    "step_done": _("a step of a plan was done"),
    "step_not_done": _("a step is not done after all"),
    "to_do_viewed": _("the page “to do” was opened"),
    "token_closed": _("a key for a program was closed"),
    "token_made": _("a key for a program was made"),
    "too_many_attempts": _("too many attempts"),
    "upload_dropped": _("uploaded files were dropped"),
    "way_in_made": _("a way in was made for a person"),
}
DETAILS: Mapping[str, Promise] = {
    "action": _("what was done"),
    "again": _("the same files once more"),
    "as_of": _("as known before"),
    "children": _("children"),
    "class_label": _("class"),
    "county": _("county"),
    "decision": _("decision"),
    "decisions": _("decisions taken out"),
    "entries": _("entries emptied"),
    "faults": _("faults"),
    "fields": _("fields"),
    "file": _("file"),
    "files": _("files"),
    "format": _("format"),
    "further": _("further ones, not written one by one"),
    "granted": _("granted"),
    "import": _("import"),
    "key": _("key"),
    "kind": _("kind"),
    "marked_copy_of": _("marked copy of file"),
    "measure": _("measure"),
    "method": _("kind of request"),
    "model_version": _("model version"),
    "log_entries": _("number of them"),
    "month": _("month"),
    "name": _("name"),
    "names": _("with names"),
    "note": _("note"),
    "notes": _("notes taken out"),
    "objection": _("objection"),
    "objections": _("objections taken out"),
    "of": _("of what"),
    "of_address": _("from the address"),
    "open_plans": _("children with an open plan"),
    "outcome": _("outcome"),
    "page": _("page"),
    "page_number": _("page number"),
    "pairs": _("who may be the same child"),
    "path": _("address"),
    "person": _("person"),
    "places_on_lists": _("places on lists taken out"),
    "plan": _("plan"),
    "plans": _("plans"),
    "problems": _("problems"),
    "programme": _("programme"),
    "questions": _("questions"),
    "reason": _("reason"),
    "receipt": _("receipt"),
    "report": _("report"),
    "resets_second_factor": _("second factor made anew"),
    "restricted": _("restricted"),
    "role": _("role"),
    "rows": _("rows"),
    "schools": _("schools"),
    "score": _("the number was shown"),
    "shared": _("shares taken out"),
    "shares": _("shares no."),
    "shown": _("list no."),
    "since": _("from the day"),
    "state": _("state"),
    "step": _("step"),
    "tables": _("tables"),
    "tasks": _("tasks"),
    "texts": _("texts without the name"),
    "to": _("to whom"),
    "until": _("until"),
    "to_put_right": _("enrolments to put right"),
    "uploads": _("uploads deleted"),
    "version_before": _("version before"),
    "views": _("saved views deleted"),
    "waits": _("waits for approval"),
    "wanted": _("what was wanted"),
    "who": _("by whom"),
    "whose": _("whose"),
}
VALUES: Mapping[tuple[str, str], Promise] = {
    ("kind", "agreed"): _("to be monitored"),
    ("kind", "dismissed"): _("not to be monitored"),
    ("kind", "nominated"): _("added by a person"),
    ("kind", "correct"): _("something in the records is wrong"),
    ("kind", "object"): _("objects to the use of the list for this child"),
    ("kind", "access"): _("wants to see what is kept"),
    ("kind", "totp"): _("codes of an app"),
    ("kind", "recovery_codes"): _("recovery codes"),
    ("outcome", "granted"): _("granted"),
    ("outcome", "partly"): _("granted in part"),
    ("outcome", "refused"): _("refused"),
    ("page", "child"): _("evidence"),
    ("page", "model"): _("the model's sum"),
    ("page", "parents"): _("explanation for the parents"),
    ("page", "print"): _("one page to print"),
    ("reason", "goals_reached"): _("the goals were reached"),
    ("reason", "no_longer_needed"): _("the support is no longer needed"),
    ("reason", "refused"): _("the child or the parents do not want it"),
    ("reason", "moved"): _("the child moved to another school"),
    ("reason", "referred"): _("another organisation took over"),
    ("reason", "left"): _("the child left school"),
    ("reason", "not_approved"): _("it was not approved"),
    ("reason", "other"): _("another reason"),
    ("of", "plan"): _("plan"),
    ("of", "closure"): _("closing of the plan"),
    ("report", "absences"): _("Absences of the month, for the inspectorate"),
    ("report", "scholarships"): _("Scholarships that stop because of unexcused hours"),
    ("report", "conduct"): _("Deductions from conduct"),
    ("report", "mate"): _("Suggestions for MATE's five indicators"),
    ("state", "open"): _("going on"),
    ("state", "closed"): _("closed"),
    ("state", "all"): _("all"),
    ("whose", "all"): _("all that may be seen"),
    ("whose", "mine"): _("own ones"),
    ("table", "attendance"): _("absences"),
    ("table", "enrolments"): _("pupils and classes"),
    ("table", "family"): _("family situations"),
    ("table", "grades"): _("marks"),
    ("table", "incidents"): _("incidents"),
    ("table", "outcomes"): _("situations at the end of a year"),
    ("table", "schools"): _("schools"),
    ("table", "terms"): _("terms"),
    **{("role", role.value): said for role, said in ROLES.items()},
}
# Of a request that was refused, the part of the pages that was asked for.
PARTS: Mapping[str, Promise] = {
    "audit": _("the log"),
    "children": _("a child"),
    "home": _("to do"),
    "imports": _("records"),
    "lists": _("a list"),
    "people": _("people"),
    "plans": _("support plans"),
    "programmes": _("overviews"),
    "reviews": _("decisions"),
}
FAULTS: Mapping[str, Promise] = {
    "changed": _("it was changed"),
    "missing": _("it is missing"),
    "unlinked": _("it does not follow the one before"),
    "unwitnessed": _("the digests kept beside the log are gone"),
}


def action_words(action: str) -> str:
    """Return what was done; of an action of an older version its code, readably."""
    return str(ACTIONS.get(action, action.replace("_", " ")))


def detail_words(what: Mapping[str, object]) -> str:
    """Return the details of an entry in one line; what was not given is left out."""
    said = ((key, _value(key, value)) for key, value in what.items() if value not in (None, ""))
    return "; ".join(f"{DETAILS.get(key, key.replace('_', ' '))}: {value}" for key, value in said)


def fault_words(kind: str) -> str:
    """Return what is wrong with an entry."""
    return str(FAULTS.get(kind, kind))


def _value(key: str, value: object) -> str:
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    if isinstance(value, list | tuple):
        return ", ".join(_value(key, each) for each in value)
    if isinstance(value, dict):
        return ", ".join(f"{_table(name)} {_value(key, each)}" for name, each in value.items())
    found = VALUES.get((key, str(value)))
    if found is not None:
        return str(found)
    if key == "action":
        return action_words(str(value))
    if key == "page":
        return str(PARTS.get(str(value).partition(":")[0], _("another page")))
    if key == "month" and _MONTH.fullmatch(str(value)):
        return date_format(dt.date.fromisoformat(f"{value}-01"), "F Y")
    try:
        return date_format(dt.date.fromisoformat(value), "j E Y") if isinstance(value, str) else str(value)
    except ValueError:
        return str(value)


def _table(name: object) -> str:
    """Return a table of records by its name for people; what is none as it is."""
    return str(VALUES.get(("table", str(name)), name))
