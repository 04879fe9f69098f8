"""Django's name for this application."""

from django.apps import AppConfig


class ReviewsConfig(AppConfig):
    """Decisions of people."""

    name = "serving.web.reviews"
    label = "reviews"
