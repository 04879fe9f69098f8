"""How a file was read that is written otherwise than documented, said in one line."""

from collections.abc import Sequence
from dataclasses import dataclass

from features.i18n.text import Bilingual, Language
from features.identity_numbers import redact

_READ_AS = Bilingual("{file}: read as follows: {how}.", "{file}: citit astfel: {how}.")


@dataclass(frozen=True)
class ReadingNote:
    """What was understood of one file though it is written otherwise; ``how`` are the parts of the line."""

    file: str
    how: tuple[Bilingual, ...]

    def sentence(self, language: Language) -> str:
        """Return the line shown to people."""
        how = "; ".join(part.said(language) for part in self.how)
        return redact(_READ_AS.said(language).format(file=self.file, how=how), language)


def meant_as(pairs: Sequence[tuple[str, str]]) -> Bilingual:
    """Say which words were taken for which.

    >>> meant_as([("Ore", "hours"), ("Elev", "pupil_id")]).en
    '"Ore" as hours, "Elev" as pupil_id'
    """
    return Bilingual(
        ", ".join(f'"{word}" as {meant}' for word, meant in pairs),
        ", ".join(f"„{word}” ca {meant}" for word, meant in pairs),
    )
