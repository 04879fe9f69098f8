"""Where a long command is, and where the time went."""

import re
from collections.abc import Callable
from typing import Any

from features.i18n.numbers import decimal
from features.i18n.text import Bilingual, Language

_COUNT = re.compile(r" \((\d+) (?:of|din) (\d+)\)$")
_DATE = re.compile(r" (at|on|la|pe) \d{4}-\d{2}-\d{2}")
_SHORTEST = 0.05  # seconds; a phase that took less is not worth a line


class Steps:
    """What is told its steps: writes each as a line, or moves a bar, and keeps how long each phase took.

    Parameters
    ----------
    write
        Takes a line.
    seconds
        A clock.
    language
        The language of the lines.
    bar
        Takes a step and how far it is, ``(3, 10)`` or nothing; instead of lines, where people look on.
    """

    def __init__(
        self, write: Callable[[str], None], seconds: Callable[[], float], *, language: Language = "en",
        bar: "Bar | None" = None,
    ) -> None:  # fmt: skip
        self.write, self.seconds, self.language, self.bar = write, seconds, language, bar
        self.start = self.last = seconds()
        self.phase = ""
        self.phases: dict[str, float] = {}

    def __call__(self, told: Bilingual) -> None:
        """Begin a step; the one before is over. What follows a semicolon is news, not the step."""
        self._end_phase()
        step = told.said(self.language)
        count = _COUNT.search(step)
        self.phase = _DATE.sub("", _COUNT.sub("", step)).partition(";")[0]
        if self.bar:
            self.bar.show(step, done=int(count[1]) - 1 if count else 0, of=int(count[2]) if count else None)
        else:
            self.write(f"{decimal(self.last - self.start, self.language, 1):>6} s  {step} ...")

    def finish(self, *, peak_bytes: int | None = None) -> None:
        """Write how long each phase took, the longest first, and the most memory there was."""
        self._end_phase()
        self.close()
        self.phase = ""
        total = decimal(self.last - self.start, self.language, 1)
        in_all = Bilingual(f"Time by step, {total} s in all:", f"Durata pe etape, {total} s în total:")
        self.write(in_all.said(self.language))
        for phase, seconds in sorted(self.phases.items(), key=lambda each: -each[1]):
            if seconds >= _SHORTEST:
                self.write(f"{decimal(seconds, self.language, 1):>8} s  {phase}")
        if peak_bytes is not None:
            most = Bilingual("GB at most in memory", "GB cel mult în memorie")
            self.write(f"{decimal(peak_bytes / 1e9, self.language, 2):>8} {most.said(self.language)}")

    def close(self) -> None:
        """Take the bar away, so that other lines can be written; also when the work failed."""
        if self.bar:
            self.bar.close()

    def _end_phase(self) -> None:
        now = self.seconds()
        if self.phase:
            self.phases[self.phase] = self.phases.get(self.phase, 0.0) + now - self.last
        self.last = now


class Bar:
    """A bar on the terminal, with the step beside it; one that cannot be counted only moves."""

    def __init__(self) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

        columns = (BarColumn(20), TextColumn("{task.description}"), TimeElapsedColumn())
        self.progress = Progress(*columns, console=Console(stderr=True), transient=True)
        self.task: Any = None

    def show(self, step: str, *, done: int, of: int | None) -> None:
        """Show a step and how much of its like is done."""
        if self.task is None:
            self.progress.start()
            self.task = self.progress.add_task(step, total=None)
        self.progress.update(self.task, description=step, completed=done, total=of)

    def close(self) -> None:
        """Take the bar away."""
        if self.task is not None:
            self.progress.stop()
            self.task = None
