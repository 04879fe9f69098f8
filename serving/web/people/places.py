"""The place of a role as an administrator types it: put into its one spelling, refused where it can be none.

A school or county of which no records are here yet may be right: it is doubted in a sentence and not refused.
"""

import re
import unicodedata
from collections.abc import Iterator

from django.apps import apps
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from features.schema.romania import COUNTIES
from serving.web.access.models import Grant
from serving.web.access.rows import every_row
from serving.web.configuration.ranking import counties_of_schools, record_state
from serving.web.roster.models import Child

_SIIIR = re.compile(r"\d{10}")
_NAMED = 8


def help_for(place: str) -> str:
    """Say how a place is written, with what there is to choose from."""
    if place == "school_id":
        return _("Ten digits, as in SIIIR, for example %(code)s.") % {
            "code": _some(_known_schools(), 1) or "2861269251"
        }
    if place == "county":
        return _("The two letters of the county, for example %(code)s.") % {"code": _some(_known_counties(), 3) or "OT"}
    if place == "programme":
        known = _some(_known_programmes(), _NAMED)
        return _("One of: %(known)s.") % {"known": known} if known else _("The code of the programme.")
    return _("As the records have it, for example VII B.")


def spelled(place: str, typed: str) -> str:
    """Return a place in its one spelling; ValidationError of one that can be none."""
    meant = {"school_id": school_meant, "county": county_meant, "programme": programme_meant}.get(place)
    return meant(typed) if meant else typed


def school_meant(typed: str) -> str:
    """Return the code of a school; one that is neither in the records nor a code of SIIIR is refused."""
    code, known = typed.strip(), _known_schools()
    if not known or code in known or _SIIIR.fullmatch(code):
        return code
    raise ValidationError(_("The records have no school %(code)s.") % {"code": code} + " " + help_for("school_id"))


def county_meant(typed: str) -> str:
    """Return the code of a county, also by its name; what is none is refused."""
    text = typed.strip()
    for code in dict.fromkeys((*_known_counties(), *COUNTIES)):
        if _folded(text) in (_folded(code), _folded(COUNTIES.get(code, code))):
            return code
    raise ValidationError(_("There is no county %(county)s.") % {"county": text} + " " + help_for("county"))


def programme_meant(typed: str) -> str:
    """Return the code of a programme; one that is not there is refused, where there are any."""
    text, known = typed.strip(), _known_programmes()
    alike = [code for code in known if code.casefold() == text.casefold()]
    if alike or not known:
        return alike[0] if alike else text
    raise ValidationError(_("There is no programme %(code)s.") % {"code": text} + " " + help_for("programme"))


def doubts(grant: Grant) -> Iterator[str]:
    """Yield what is odd in the place of a role that was given."""
    slip = _("If it is a slip, take the role away and give it again.")
    known, code = _known_schools(), grant.school_id
    if code and known and code not in known:
        yield _("The records have no school %(code)s yet.") % {"code": code} + " " + slip
    if code and not known and not _SIIIR.fullmatch(code) and not _met(code):
        yield _("The records are not at hand here, and %(code)s is no code of SIIIR.") % {"code": code} + " " + slip
    if grant.county and (counties := _known_counties()) and grant.county not in counties:
        yield _("The records have no school of the county %(county)s yet.") % {"county": grant.county} + " " + slip


def _known_schools() -> frozenset[str]:
    state = record_state()
    if state is None:
        return frozenset()
    return state.schools | frozenset(state.school_names) | frozenset(state.structures) | frozenset(state.legal_units)


def _met(school_id: str) -> bool:
    """Tell whether the pages have met a child of a school."""
    with every_row():
        return Child.objects.filter(school_id=school_id).exists()


def _known_counties() -> tuple[str, ...]:
    return tuple(sorted(set(counties_of_schools().values())))


def _known_programmes() -> tuple[str, ...]:
    return tuple(apps.get_model("programmes", "Programme").objects.values_list("code", flat=True))  # of a higher floor


def _some(codes: "frozenset[str] | tuple[str, ...]", most: int) -> str:
    return ", ".join(sorted(codes)[:most])


def _folded(text: str) -> str:
    """Return a text without capitals and diacritics."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in plain if not unicodedata.combining(letter))
