"""Words of a page as a reader would find them: random keys of forms and addresses hold any letters by chance."""

import re


def says(page: str, word: str) -> bool:
    """Tell whether a word stands in a page by itself, not within a longer one."""
    return re.search(rf"\b{re.escape(word)}\b", page) is not None
