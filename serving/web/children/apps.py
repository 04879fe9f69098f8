"""Django's name for this application."""

from django.apps import AppConfig


class ChildrenConfig(AppConfig):
    """The page of a child."""

    name = "serving.web.children"
    label = "children"

    def ready(self) -> None:
        """Tell the ranking service of the pages for whom the list is not to be used."""
        from serving.web.children.models import children_left_out
        from serving.web.configuration.ranking import leave_out

        leave_out(children_left_out)
