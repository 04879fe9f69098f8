"""What long work tells of its steps."""

from collections.abc import Callable

from features.i18n.text import Bilingual

Tell = Callable[[Bilingual], None]


def silent(_step: Bilingual) -> None:
    """Say nothing."""
