"""Commands and options whose help there is in both languages; click's own sentences too.

Click asks gettext for its sentences. Their Romanian is ``locale/ro/LC_MESSAGES/click.po``, which ``make translations``
compiles to the file beside it.
"""

import gettext
import os
from collections.abc import Callable, Sequence
from copy import copy
from pathlib import Path
from typing import Any

import click

from features.i18n.text import Bilingual, Language

_LANGUAGE = "prezent.language"
_DOMAIN = "click"
_NO_LIMIT = 10_000  # letters


def speak(context: click.Context, language: Language) -> None:
    """Speak a language from here on, in this command and in click's own sentences."""
    context.meta[_LANGUAGE] = language
    gettext.bindtextdomain(_DOMAIN, Path(__file__).with_name("locale"))
    gettext.textdomain(_DOMAIN)
    os.environ["LANGUAGE"] = language  # this is how gettext is told


def spoken_language(context: click.Context | None = None) -> Language:
    """Return the language of a command, by default of the one that runs; English where none does."""
    context = context or click.get_current_context(silent=True)
    return "ro" if context and context.meta.get(_LANGUAGE) == "ro" else "en"


def said(words: Bilingual, context: click.Context | None = None) -> str:
    """Return words in the language of a command, by default of the one that runs."""
    return words.said(spoken_language(context))


def echo(words: Bilingual, *, err: bool = False) -> None:
    """Print words in the language of the command that runs."""
    click.echo(said(words), err=err)


class Command(click.Command):
    """A command whose docstring is its help in English, and ``ro`` in Romanian; ``examples`` stand below its options.

    An example is written as one types it, without the program's name.
    """

    def __init__(self, *arguments: Any, ro: str, examples: Sequence[str] = (), **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.help_texts = Bilingual(self.help or "", ro)
        self.examples = tuple(examples)
        self.options_metavar = None

    def collect_usage_pieces(self, ctx: click.Context) -> list[str]:
        """Return what follows the command's name in its usage line."""
        return [said(Bilingual("[OPTIONS]", "[OPȚIUNI]"), ctx), *super().collect_usage_pieces(ctx)]

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the help in the language that is spoken."""
        click.Command.format_help_text(self._translated(ctx), ctx, formatter)

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the examples, each on a line of its own that can be copied whole."""
        super().format_epilog(ctx, formatter)
        if self.examples:
            with formatter.section(said(Bilingual("Examples", "Exemple"), ctx)):
                for example in self.examples:
                    formatter.write(f"{'':>{formatter.current_indent}}prezent {example}\n")

    def get_short_help_str(self, limit: int = 45) -> str:
        """Return the first sentence of the help, whole: whoever writes it wraps it, whatever the limit."""
        return click.Command.get_short_help_str(self._translated(), limit=max(limit, _NO_LIMIT))

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """Return the option --help, with its own help in the language that is spoken."""
        option = super().get_help_option(ctx)
        if option:
            option.help = said(Bilingual("Show this message and exit.", "Arată acest text."), ctx)
        return option

    def _translated(self, context: click.Context | None = None) -> "Command":
        translated = copy(self)
        translated.help = said(self.help_texts, context)
        return translated


class CommandGroup(Command, click.Group):
    """A group of commands, whose own help is there in both languages like a command's."""

    def collect_usage_pieces(self, ctx: click.Context) -> list[str]:
        """Return what follows the group's name in its usage line."""
        self.subcommand_metavar = said(Bilingual("COMMAND [ARGS]...", "COMANDĂ [ARGUMENTE]..."), ctx)
        return super().collect_usage_pieces(ctx)


class Option(click.Option):
    """An option whose help is ``en`` in English and ``ro`` in Romanian."""

    def __init__(self, *arguments: Any, en: str, ro: str, **attributes: Any) -> None:
        super().__init__(*arguments, **{**attributes, "help": en})
        self.help_texts = Bilingual(en, ro)

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        """Return the option and its help in the language that is spoken."""
        translated = copy(self)
        translated.help = said(self.help_texts, ctx)
        return click.Option.get_help_record(translated, ctx)


def command(name: str | None = None, *, ro: str) -> Callable[[Callable[..., Any]], Command]:
    """Make a command of a function; its docstring is the help in English, ``ro`` the same in Romanian."""
    return click.command(name, cls=Command, ro=ro)


def option(*names: str, en: str, ro: str, **attributes: Any) -> Callable[[Callable[..., Any]], Any]:
    """Give a command an option, with its help in both languages."""
    return click.option(*names, cls=Option, en=en, ro=ro, **attributes)
