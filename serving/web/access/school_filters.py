"""How templates say a school, by its name where the records know one, and what a demo wrote in another language."""

from django import template
from django.utils.translation import gettext as _

from serving.web.accounts.models import User
from serving.web.configuration.ranking import names_of_schools
from serving.web.invented.texts import in_readers_language

register = template.Library()


@register.filter
def school_name(school_id: str) -> str:
    """Return a school's name, or its code where the records have none."""
    return names_of_schools([school_id]).get(school_id) or _("school %(code)s") % {"code": school_id}


@register.filter
def in_language(text: str) -> str:
    """Return what was written; what a demo wrote, in the language of the page."""
    return in_readers_language(text)


@register.filter
def called(email: str) -> str:
    """Return what a person of an address is called; of nobody's address, that."""
    found = User.objects.filter(email=email).first()
    return str(found) if found else email
