"""The sheet of paper from which a lost key is typed in again."""

from html import escape

from features.i18n.text import Bilingual, Language
from serving.roster.key_groups import grouped

_TITLE = Bilingual("Prezent: recovery sheet of the key", "Prezent: foaia de recuperare a cheii")
_LINES = (
    Bilingual(
        "With this key the pupils of this installation get their pseudonyms. Whoever has it and the register numbers "
        "can tell whose records are whose.",
        "Cu această cheie elevii primesc pseudonime. Cine o are, împreună cu numerele matricole, poate afla ale cui "
        "sunt datele.",
    ),
    Bilingual(
        "Keep this sheet in a closed envelope in the safe, away from the computer. Do not photograph or send it.",
        "Păstrați foaia într-un plic închis, în fișetul metalic, departe de calculator. Nu o fotografiați și nu o "
        "trimiteți.",
    ),
    Bilingual(
        "If the computer is lost: install Prezent, bring the records back, then type: prezent keyring restore",
        "Dacă se pierde calculatorul: instalați Prezent, aduceți datele înapoi, apoi scrieți: prezent keyring restore",
    ),
    Bilingual(
        "The last letter of each group tells slips of typing. There is no digit 0, 1 or 8 in it.",
        "Ultima literă a fiecărui grup arată greșelile de tastare. Cifrele 0, 1 și 8 nu apar.",
    ),
)
_GROUPS_A_LINE = 5


def sheet_text(key: bytes, language: Language) -> str:
    """Return the sheet as text."""
    said = [line.said(language) for line in _LINES]
    return "\n\n".join([_TITLE.said(language), said[0], said[1], "\n".join(_key_lines(key)), *said[2:]]) + "\n"


def sheet_page(key: bytes, language: Language) -> str:
    """Return the sheet as a page that prints on one A4."""
    paragraphs = [f"<p>{escape(line.said(language))}</p>" for line in _LINES]
    style = "@page{size:A4;margin:2cm}body{font:12pt sans-serif;max-width:17cm}pre{font:16pt monospace;line-height:1.8}"
    title = escape(_TITLE.said(language))
    return (
        f'<!doctype html>\n<html lang="{language}">\n<head>\n<meta charset="utf-8">\n<title>{title}</title>\n'
        f"<style>{style}</style>\n</head>\n<body>\n<h1>{title}</h1>\n{paragraphs[0]}\n{paragraphs[1]}\n<pre>\n"
        + "\n".join(_key_lines(key))
        + "\n</pre>\n"
        + "\n".join(paragraphs[2:])
        + "\n</body>\n</html>\n"
    )


def _key_lines(key: bytes) -> list[str]:
    """Return the groups in lines, each with the number of its first group."""
    groups = grouped(key).split()
    starts = range(0, len(groups), _GROUPS_A_LINE)
    return [f"{start + 1:>2}   " + "  ".join(groups[start : start + _GROUPS_A_LINE]) for start in starts]
