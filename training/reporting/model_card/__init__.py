"""The model card: what a training says of itself to schools, analysts and auditors.

The model card is written from the run's report and never by hand. It is data first, sections of blocks, so that
Markdown and HTML say the same in both languages; each module here writes some sections, or a format.
"""

from training.reporting.model_card.card import write_cards

__all__ = ["write_cards"]
