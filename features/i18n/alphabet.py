"""The alphabetical order of Romanian names."""

import unicodedata

_LETTERS = " aăâbcdefghiîjklmnopqrsștțuvwxyz"


def alphabetical(text: str) -> tuple[int, ...]:
    """Return a key by which texts are in alphabetical order: ă and â behind a, î behind i, ș behind s, ț behind t.

    >>> sorted(["Țurcă", "Tuf", "Șaru", "Sturz", "Ânescu", "Azur", "Pop-Ion", "Popa"], key=alphabetical)
    ['Azur', 'Ânescu', 'Pop-Ion', 'Popa', 'Sturz', 'Șaru', 'Tuf', 'Țurcă']
    """
    written = text.casefold().replace("ş", "ș").replace("ţ", "ț").replace("-", " ")
    letters = (each if each in _LETTERS else unicodedata.normalize("NFKD", each)[0] for each in written)
    return tuple(_LETTERS.find(each) if each in _LETTERS else len(_LETTERS) + ord(each) for each in letters)
