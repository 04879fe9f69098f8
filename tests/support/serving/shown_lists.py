"""What does a test read of a list as the page shows it?"""

import datetime as dt
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from serving.web.accounts.models import User
    from serving.web.reviews.models import Decision


def decided(by: "User", *, kind: str = "agreed") -> "Decision":
    """Decide about P1, whom a list has to have named."""
    from serving.web.reviews.models import Decision
    from serving.web.roster.models import Child

    child = Child.objects.get(pupil_id="P1")
    return Decision.objects.create(
        child=child, kind=kind, reason="seen", by=by, school_id="S1", as_of=dt.date(2025, 2, 10)
    )


def row_of(text: str, pupil_id: str) -> str:
    """Return the row of a child as the page has it."""
    from serving.web.roster.models import Child

    opaque = Child.objects.get(pupil_id=pupil_id).opaque
    return next(row for row in text.split('<tr class="row">')[1:] if f"/child/{opaque}/" in row)


def words(row: str) -> list[str]:
    """Return what is read of a row, cell by cell."""
    cells = re.sub(r"</t[dh]>|<span class=.second.>(?=[^<]*\d[A-Z])", "|", row)
    return [" ".join(re.sub(r"<[^>]*>", " ", cell).split()).replace(" ,", ",") for cell in cells.split("|")][1:]


def order(text: str) -> list[str]:
    """Return the children in the order of the page."""
    from serving.web.roster.models import Child

    known = {child.opaque: child.pupil_id for child in Child.objects.all()}
    return [known[opaque] for opaque in re.findall(r'<th scope="row" class="name"><a href="/child/([^/]+)/', text)]
