"""Names of children in what people wrote of others: notes, reasons, plans, answers, views of lists."""

from collections.abc import Iterator, Mapping
from urllib.parse import unquote_plus

from django.apps import apps
from django.db import models

from serving.roster.forgetting import NamedPeople
from serving.web.lists.models import SavedView

_PARTS = ("children", "reviews", "plans")  # of the pages: those in which people write of children
_WORDS = 60  # letters of a field in which a name may stand


def forget_words(people: NamedPeople) -> Mapping[str, int]:
    """Take names, register numbers and pseudonyms out of what was written; return how many rows changed."""
    changed = sum(_forget_in(model, people) for part in _PARTS for model in apps.get_app_config(part).get_models())
    views = [view.pk for view in SavedView.objects.all() if people.are_in(f"{view.name} {unquote_plus(view.query)}")]
    if views:
        SavedView.objects.filter(pk__in=views).delete()
    return {"texts": changed, "views": len(views)}


def _forget_in(model: type[models.Model], people: NamedPeople) -> int:
    """Take children out of the texts of a table; what it says otherwise stays, also where it is never changed."""
    names, changed = list(_written_fields(model)), 0
    rows = model._base_manager.order_by()
    for pk, *texts in rows.values_list("pk", *names).iterator() if names else ():
        said = dict(zip(names, texts, strict=True))
        after = {name: people.taken_out_of(text) for name, text in said.items() if text and people.are_in(text)}
        if after:
            rows.filter(pk=pk).update(**after)
            changed += 1
    return changed


def _written_fields(model: type[models.Model]) -> Iterator[str]:
    """Yield the fields of a table in which people write what they like."""
    for field in model._meta.concrete_fields:
        is_text = isinstance(field, models.TextField)
        is_line = isinstance(field, models.CharField) and (field.max_length or 0) >= _WORDS
        if (is_text or is_line) and not field.choices:
            yield field.name
