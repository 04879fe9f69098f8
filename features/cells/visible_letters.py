"""Texts without letters that nobody sees: of two names that look the same, neither is another child's.

Half a letter (a lone surrogate) comes of damaged JSON and of names of files in an older encoding; it is no text that
can be written.
"""

import unicodedata

# What parts, joins or turns letters unseen: zero-width signs, bidirectional marks, soft hyphens.
_UNSEEN = dict.fromkeys(
    code for code in (*range(0x20), *range(0x7F, 0xA0), 0xAD, *range(0x600, 0x3100), *range(0xD800, 0xE000),
                      *range(0xFE00, 0x10000))
    if unicodedata.category(chr(code)) in ("Cf", "Cc", "Cs") and chr(code) not in "\t\n\r"
)  # fmt: skip


def visible(text: str) -> str:
    """Return a text without control signs and invisible letters; tabs and ends of lines stay.

    >>> visible("Io\\u200bn \\u202ePop\\ufeff")
    'Ion Pop'
    """
    return text if text.isascii() and text.isprintable() else text.translate(_UNSEEN)


def whole_letters(text: str) -> str:
    """Return a text with a question mark for each half of a letter.

    >>> whole_letters("catalog\\udcff.csv"), whole_letters("Catalog ș.csv")
    ('catalog?.csv', 'Catalog ș.csv')
    """
    return text.encode("utf-8", "replace").decode("utf-8")
