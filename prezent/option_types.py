"""The kinds of values that options take: dates, capacities, paths."""

import datetime as dt
import math
import re
import stat
from pathlib import Path
from typing import Any

import click

from features.cells.visible_letters import whole_letters
from features.errors import UsageError
from features.i18n.text import Bilingual
from features.identity_numbers import masked
from features.store.database.url import StoreUrl, store_url
from prezent.bilingual_commands import said

Place = Path | StoreUrl  # a record folder, or the database that records are kept in

_SCHOOL = re.compile(r"[^\W_](?:[\w .-]{0,58}[\w.])?")
_DAY_FIRST = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})")


class Day(click.ParamType[dt.date]):
    """A date such as 2025-02-03, or 03.02.2025."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> dt.date:
        """Read a date, or say what one looks like."""
        day_first = _DAY_FIRST.fullmatch(str(value))
        try:
            return dt.date.fromisoformat("{2}-{1:0>2}-{0:0>2}".format(*day_first.groups()) if day_first else str(value))
        except ValueError:
            wrong = Bilingual(
                f"{value} is no date; write it as 2025-02-03.", f"{value} nu este o dată; scrieți-o ca 2025-02-03."
            )
            self.fail(said(wrong), param, ctx)


class Capacity(click.ParamType[float]):
    """A number of children such as 20, or a share of them such as 0.05, 0,05 or 5%."""

    name = "capacity"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
        """Read a capacity, or say what one looks like."""
        text = str(value).strip().replace(",", ".")
        share = text.endswith("%")
        try:
            number = float(text.removesuffix("%")) / (100 if share else 1)
        except ValueError:
            number = math.nan
        if math.isnan(number) or (share and not 0 < number < 1):
            wrong = Bilingual(
                f"{value} is no capacity; give a number of children like 20, or a share like 5% or 0.05.",
                f"{value} nu este o capacitate; dați un număr de copii, ca 20, sau o parte, ca 5% sau 0,05.",
            )
            self.fail(said(wrong), param, ctx)
        return number


class NumberUpTo(click.ParamType[float]):
    """A number above nought and not above the most that makes sense, such as 5.5 or 5,5."""

    name = "number"

    def __init__(self, most: float) -> None:
        self.most = most

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
        """Read a number, or say what one looks like."""
        try:
            number = float(str(value).strip().replace(",", "."))
        except ValueError:
            number = math.nan
        if not 0 < number <= self.most:
            wrong = Bilingual(
                f"{value}: write a number above 0 and at most {self.most:g}.",
                f"{value}: scrieți un număr mai mare decât 0 și cel mult {self.most:g}.",
            )
            self.fail(said(wrong), param, ctx)
        return number


class NamedPath(click.Path):
    """A path that is named: an empty text would be the folder one stands in."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Read a path, or say that none was named."""
        if not str(value).strip():
            nothing = Bilingual(
                "nothing is named; name a file or folder.", "nu este numit nimic; numiți un fișier sau dosar."
            )
            self.fail(said(nothing), param, ctx)
        if _is_special(str(value)):
            special = Bilingual(
                f"{value} is no file but a device or a pipe; copy what it gives to a file and name that.",
                f"{value} nu este un fișier, ci un dispozitiv sau o conductă; copiați conținutul într-un fișier și "
                "numiți-l pe acela.",
            )
            self.fail(said(special), param, ctx)
        return super().convert(value, param, ctx)


def _is_special(path: str) -> bool:
    """Tell whether something else than a file or folder is there, which may have no end or never answer."""
    try:
        mode = Path(path).stat().st_mode
    except (OSError, ValueError):
        return False  # whoever opens it says why
    return not (stat.S_ISREG(mode) or stat.S_ISDIR(mode))


class RecordsPlace(NamedPath):
    """A record folder, or the address or file of a database that records are kept in."""

    def __init__(self) -> None:
        super().__init__(path_type=Path)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Read a folder or an address, which is no path: a path would lose one of its slashes."""
        try:
            url = store_url(str(value))
        except UsageError as error:
            self.fail(said(error.message), param, ctx)
        return url or super().convert(value, param, ctx)


class StorePlace(click.ParamType[StoreUrl]):
    """The address or file of a database that records are kept in."""

    name = "url"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> StoreUrl:
        """Read an address, or say what one looks like."""
        if isinstance(value, StoreUrl):
            return value
        try:
            url = store_url(str(value))
        except UsageError as error:
            self.fail(said(error.message), param, ctx)
        if url is None:
            wrong = Bilingual(
                f"{value} is no database; write records.sqlite, sqlite:///FILE or postgresql://HOST/NAME.",
                f"{value} nu este o bază de date; scrieți records.sqlite, sqlite:///FIȘIER sau postgresql://SERVER/NUME.",
            )
            self.fail(said(wrong), param, ctx)
        return url


class Signature(click.ParamType[str]):
    """Who signs, or why: some words, none of them an identity number."""

    name = "text"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Read a signature; an empty one signs nothing."""
        words = " ".join(masked(whole_letters(str(value))).split())
        if not any(map(str.isalnum, words)):
            nothing = Bilingual("no words are there; write who, or why.", "lipsesc cuvintele; scrieți cine sau de ce.")
            self.fail(said(nothing), param, ctx)
        return words


class SchoolCode(click.ParamType[str]):
    """The code of a school, which is no place of a disk and no child's number; empty where it is left out."""

    name = "text"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Read a code, or say what one looks like."""
        code = str(value).strip()
        if code and (not _SCHOOL.fullmatch(code) or ".." in code or masked(code) != code):
            wrong = Bilingual(
                f"{masked(code)[:60]} is no code of a school; write its SIIIR code, such as 0761101234, or letters, "
                "digits and dashes.",
                f"{masked(code)[:60]} nu este un cod de școală; scrieți codul SIIIR, de pildă 0761101234, sau litere, "
                "cifre și cratime.",
            )
            self.fail(said(wrong), param, ctx)
        return str(value)


class SchoolYear(click.ParamType[str]):
    """A school year such as 2025-2026; empty where it is left out."""

    name = "text"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Read a school year, or say what one looks like."""
        year = str(value).strip()
        from features.schema.school_time import is_school_year

        if year and not is_school_year(year):
            wrong = Bilingual(
                f"{year[:60]} is no school year; write it as 2025-2026.",
                f"{year[:60]} nu este un an școlar; scrieți-l ca 2025-2026.",
            )
            self.fail(said(wrong), param, ctx)
        return year
