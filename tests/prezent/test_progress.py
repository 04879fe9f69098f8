from features.i18n.text import Bilingual
from features.progress import silent
from prezent.progress import Bar, Steps


class Clock:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


class Shown(Bar):
    """A bar that remembers what it showed instead of drawing it."""

    def __init__(self) -> None:
        self.shown: list[tuple[str, int, int | None]] = []
        self.closed = False

    def show(self, step: str, *, done: int, of: int | None) -> None:
        self.shown.append((step, done, of))

    def close(self) -> None:
        self.closed = True


def told(steps: Steps, clock: Clock, *each: tuple[str, float]) -> None:
    for step, seconds in each:
        steps(Bilingual(step, step))
        clock.now += seconds


def test_each_step_is_written_with_the_seconds_since_the_start():
    lines: list[str] = []
    clock = Clock()
    steps = Steps(lines.append, clock)
    clock.now += 0.5
    told(steps, clock, ("reading", 2.0), ("ranking", 1.0))
    assert lines == ["   0.5 s  reading ...", "   2.5 s  ranking ..."]


def test_romanian_seconds_have_a_comma():
    lines: list[str] = []
    clock = Clock()
    steps = Steps(lines.append, clock, language="ro")
    clock.now += 0.5
    told(steps, clock, ("citirea datelor", 2.0))
    steps.finish(peak_bytes=2_500_000_000)
    assert lines == [
        "   0,5 s  citirea datelor ...", "Durata pe etape, 2,5 s în total:", "     2,0 s  citirea datelor",
        "    2,50 GB cel mult în memorie",
    ]  # fmt: skip


def test_at_the_end_steps_of_one_kind_are_added_up_longest_first():
    lines: list[str] = []
    clock = Clock()
    steps = Steps(lines.append, clock)
    told(steps, clock, ("sorting", 3.0), ("features at 2025-02-03 (1 of 2)", 2.0))
    told(steps, clock, ("features at 2025-05-03 (2 of 2)", 2.5), ("nothing", 0.0))
    lines.clear()
    steps.finish(peak_bytes=2_500_000_000)
    assert lines == [
        "Time by step, 7.5 s in all:", "     4.5 s  features", "     3.0 s  sorting", "    2.50 GB at most in memory",
    ]  # fmt: skip


def test_what_follows_a_semicolon_is_shown_and_counted_to_the_step_before_it():
    lines: list[str] = []
    clock = Clock()
    steps = Steps(lines.append, clock)
    told(steps, clock, ("ranking (1 of 2)", 2.0), ("ranking; CJ took 2.0 s, about 3 s left (2 of 2)", 3.0))
    assert lines[1] == "   2.0 s  ranking; CJ took 2.0 s, about 3 s left (2 of 2) ..."
    steps.finish()
    assert lines[2:] == ["Time by step, 5.0 s in all:", "     5.0 s  ranking"]


def test_where_the_system_does_not_say_how_much_memory_there_was_nothing_is_said_of_it():
    lines: list[str] = []
    steps = Steps(lines.append, Clock())
    steps.finish(peak_bytes=None)
    assert lines == ["Time by step, 0.0 s in all:"]


def test_where_people_look_on_a_bar_moves_and_only_the_end_is_written():
    lines: list[str] = []
    bar, clock = Shown(), Clock()
    steps = Steps(lines.append, clock, bar=bar)
    told(steps, clock, ("sorting", 1.0), ("trial (3 of 10)", 1.0))
    assert (bar.shown, lines) == ([("sorting", 0, None), ("trial (3 of 10)", 2, 10)], [])
    steps.finish()
    assert bar.closed
    assert lines[0] == "Time by step, 2.0 s in all:"


def test_the_bar_can_be_taken_away_before_the_end():
    bar = Shown()
    Steps([].append, Clock(), bar=bar).close()
    assert bar.closed
    Steps([].append, Clock()).close()


def test_a_real_bar_can_be_shown_and_taken_away():
    bar = Bar()
    bar.show("sorting", done=0, of=None)
    bar.show("trial (3 of 10)", done=2, of=10)
    assert bar.progress.tasks[0].percentage == 20
    bar.close()
    bar.close()
    assert not bar.progress.live.is_started


def test_nothing_is_written_where_nobody_listens():
    assert silent("anything") is None
