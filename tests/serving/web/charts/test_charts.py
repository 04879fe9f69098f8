"""Do charts stand where their numbers say, and never in numbers of a language?"""

import datetime as dt

from serving.web.charts.heat_map import heat_map
from serving.web.charts.levels import Box, Point, level_chart
from serving.web.charts.spark import spark
from serving.web.charts.waterfall import WIDTH, waterfall
from serving.web.charts.weekly import BASE, TOP, Span, WeekValue, weekly_chart

MONDAY = dt.date(2026, 1, 5)


def test_bars_of_a_spark_have_one_scale_for_all_children():
    assert [bar.height for bar in spark([0, 3, 15, 99]).bars] == [0, 6, 28, 28]


def test_hours_that_are_excused_stand_on_those_that_are_not():
    chart = weekly_chart(
        [WeekValue(MONDAY, 6, 2), WeekValue(MONDAY + dt.timedelta(7), 0, 0)], [], [], last=dt.date(2026, 1, 18)
    )
    first, second = chart.bars
    assert first.lower_y + first.lower_height == BASE
    assert first.upper_y + first.upper_height == first.lower_y
    assert (second.lower_height, second.upper_height) == (0, 0)


def test_a_week_with_more_hours_than_any_scale_stays_inside_the_box():
    chart = weekly_chart([WeekValue(MONDAY, 5000, 0)], [], [], last=dt.date(2026, 1, 11))
    assert chart.bars[0].lower_y == TOP


def test_modules_are_bands_and_support_is_a_line_from_its_first_day():
    weeks = [WeekValue(MONDAY + dt.timedelta(7 * week), 1, 0) for week in range(4)]
    module = Span("M3", MONDAY, dt.date(2026, 1, 16))
    begun = Span("mentor", dt.date(2026, 1, 19), dt.date(2026, 1, 19))
    before = Span("long ago", dt.date(2025, 1, 1), dt.date(2025, 1, 1))
    chart = weekly_chart(weeks, [module], [begun, before], last=dt.date(2026, 2, 1))
    assert [band.name for band in chart.bands] == ["M3"]
    assert [(line.name, line.day) for line in chart.lines] == [("mentor", dt.date(2026, 1, 19))]
    assert chart.bands[0].x + chart.bands[0].width < chart.lines[0].x


def test_each_cell_of_a_heat_map_says_its_hours_and_is_denser_where_there_are_more():
    (row,) = heat_map(["Monday"], ["1", "2", "3", "4"], [[0, 1, 3, 7]]).rows
    assert [(cell.hours, cell.level) for cell in row.cells] == [(0, 0), (1, 1), (3, 2), (7, 4)]


def test_a_higher_mark_stands_higher_and_the_pass_mark_between():
    box = Box(MONDAY, dt.date(2026, 2, 5), 112, 64)
    chart = level_chart([Point(MONDAY, 0.2, "4"), Point(dt.date(2026, 2, 5), 1.0, "10")], box, level=0.5)
    assert chart.dots[0].y > (chart.level_y or 0) > chart.dots[1].y


def test_a_waterfall_ends_where_all_amounts_add_up_to():
    drawn = waterfall(-3.0, [2.0, -0.5, 0.5])
    assert drawn.bars[-1].end_x == drawn.end_x
    assert [bar.raises for bar in drawn.bars] == [True, False, True]
    assert drawn.bars[1].x + drawn.bars[1].width == drawn.bars[0].x + drawn.bars[0].width


def test_a_waterfall_is_as_wide_as_its_room_and_each_bar_can_be_seen():
    for amounts in ([2.0, -0.5], [-3.0], [0.001, 9.0, -0.001]):
        drawn = waterfall(-3.0, amounts)
        assert min(bar.x for bar in drawn.bars) == 0
        assert max(bar.x + bar.width for bar in drawn.bars) in (WIDTH, WIDTH + 1)
        assert min(bar.width for bar in drawn.bars) >= 1


def test_a_waterfall_of_nothing_is_drawn():
    assert waterfall(-3.0, []).bars == ()
