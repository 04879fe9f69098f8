from training.progress import silent, timed_steps


def test_each_step_is_written_with_the_seconds_since_the_first():
    clock = iter([100.0, 100.0, 101.25, 200.0])
    lines: list[str] = []
    tell = timed_steps(lines.append, lambda: next(clock))
    for step in ("reading", "fitting", "recording"):
        tell(step)
    assert lines == ["   0.0 s  reading ...", "   1.2 s  fitting ...", " 100.0 s  recording ..."]


def test_nothing_is_written_where_nobody_listens():
    silent("reading")
