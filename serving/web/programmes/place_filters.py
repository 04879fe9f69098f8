"""How templates say where a role holds: school, county and organisation by their names."""

from django import template

from serving.web.access.models import Grant
from serving.web.configuration.ranking import names_of_schools
from serving.web.programmes.models import Programme

register = template.Library()


@register.filter
def where_it_holds(grant: Grant) -> str:
    """Return the place of a role, a school and the organisation of a programme by their names."""
    found = Programme.objects.filter(code=grant.programme).first() if grant.programme else None
    return grant.place_with(
        names_of_schools([grant.school_id]).get(grant.school_id, ""), found.organisation if found else ""
    )
