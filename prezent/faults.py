"""What the command line says of a mistake, of a fault of the machine and of our own, with an exit code for each."""

import traceback
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import click

from features.errors import PrezentError
from features.files.machine_faults import machine_fault
from features.files.whole_files import write_text_whole
from features.i18n.text import Bilingual
from features.identity_numbers import redact
from features.web_addresses import without_passwords
from prezent.bilingual_commands import said, spoken_language
from prezent.settings import Settings


@contextmanager
def explained(context: click.Context) -> Iterator[None]:
    """Say whatever goes wrong in the block in a sentence, instead of showing a traceback, and end the program."""
    try:
        yield
    except (click.ClickException, click.exceptions.Exit, click.Abort):
        raise
    except BrokenPipeError:  # whoever read us has gone; click knows what to do
        raise
    except Exception as error:
        _end(context, error)


def _end(context: click.Context, error: Exception) -> None:
    """Say what went wrong; nothing is needed for it that may have failed, neither the settings nor the folder."""
    told = error if isinstance(error, PrezentError) else machine_fault(error)
    if told is None:
        _say([said(_our_fault(context.obj, error), context)])
        context.exit(PrezentError.exit_code)
    _say(told.sentences(spoken_language(context)))
    context.exit(told.exit_code)


def _say(sentences: list[str]) -> None:
    """Write sentences, as far as anything can be written."""
    with suppress(OSError):
        click.echo("\n".join(sentences), err=True)


def _our_fault(settings: Settings | None, error: Exception) -> Bilingual:
    """Keep what happened for whoever mends it; say where, or at least what kind of fault it was."""
    if settings is not None:
        log = settings.var / "error.log"
        with suppress(PrezentError, OSError, MemoryError):
            settings.make_folder()
            write_text_whole(log, without_passwords(redact("".join(traceback.format_exception(error)))))
            return Bilingual(
                f"Prezent itself failed; this is our mistake, not yours. Please send us {log}.",
                f"Prezent a greșit; este vina noastră, nu a dumneavoastră. Vă rugăm să ne trimiteți {log}.",
            )
    kind, frames = type(error).__name__, traceback.extract_tb(error.__traceback__)
    place = f"{kind}, {frames[-1].name}:{frames[-1].lineno}" if frames else kind
    return Bilingual(
        f"Prezent itself failed; this is our mistake, not yours. Please tell us: {place}.",
        f"Prezent a greșit; este vina noastră, nu a dumneavoastră. Vă rugăm să ne spuneți: {place}.",
    )
