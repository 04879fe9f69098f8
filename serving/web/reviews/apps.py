"""Django's name for this application."""

from django.apps import AppConfig


class ReviewsConfig(AppConfig):
    """Decisions of people."""

    name = "serving.web.reviews"
    label = "reviews"

    def ready(self) -> None:
        """Tell the lists where each child stands."""
        from serving.web.lists.states import states_are_kept_by
        from serving.web.reviews.states import states_of

        states_are_kept_by(states_of)
