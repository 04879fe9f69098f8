"""Files that are no sheets though they may be called so: what each of them is, as the code of its problem."""

from collections.abc import Sequence

_LOCKS = ("~$", ".~lock.")
_BEGINNINGS = (
    ("sheet_pdf", (b"%PDF",)),
    ("sheet_picture", (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM", b"II*\0", b"MM\0*")),
    ("sheet_word", (b"{\\rtf",)),
    ("sheet_archive", (b"7z\xbc\xaf", b"Rar!")),
    ("sheet_other", (b"PAR1", b"MZ")),
)
_WORD = "WordDocument".encode("utf-16-le")
_SLIDES = "PowerPoint Document".encode("utf-16-le")


def is_lock_file(name: str) -> bool:
    """Tell whether a file is what a spreadsheet program keeps beside a workbook while that is open."""
    return name.startswith(_LOCKS)


def other_beginning(data: bytes) -> str:
    """Return what a file is by its first bytes; empty where they are those of no other kind of file.

    >>> other_beginning(b"%PDF-1.7"), other_beginning(b"Nr.;Elev")
    ('sheet_pdf', '')
    """
    found = (code for code, beginnings in _BEGINNINGS if data.startswith(beginnings))
    code = next(found, "")
    return "" if data.startswith(b"BM") and b"\0" not in data[:32] else code  # a class BM, say


def other_archive(names: Sequence[str]) -> str:
    """Return what a zip archive is that is no workbook, by the names of its members."""
    if any(name.startswith("word/") for name in names):
        return "sheet_word"
    if any(name.startswith("ppt/") for name in names):
        return "sheet_slides"
    return "sheet_archive"


def other_old_document(data: bytes) -> str:
    """Return what an old Office document is that is no workbook; empty where it may be one."""
    if _WORD in data:
        return "sheet_word"
    return "sheet_slides" if _SLIDES in data else ""
