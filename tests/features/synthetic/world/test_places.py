"""The 42 counties: the figures they are given, and what follows from them."""

import csv
import math
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from features.errors import UsageError
from features.synthetic.world.places import COUNTY_SPREAD, STRATA, Place, apportioned, place_of, places

LEVELS = {"lower": ("primar", "gimnazial"), "upper": ("liceal",), "vocational": ("profesional",)}


@pytest.fixture(scope="module")
def calibration(shared_data: Path) -> list[dict[str, str]]:
    with (shared_data / "romania" / "calibration_county.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def pupils(place: Place, kind: str, locality: str) -> int:
    (number,) = (
        number
        for stratum, number in zip(STRATA, place.pupils, strict=True)
        if (stratum.kind, stratum.locality) == (kind, locality)
    )
    return number


def national(kind: str, locality: str) -> int:
    return sum(pupils(place, kind, locality) for place in places())


def test_there_are_42_counties_with_codes_and_prefixes_of_their_own() -> None:
    assert len({place.code for place in places()}) == len({place.siiir_prefix for place in places()}) == 42
    assert (place_of("VL").siiir_prefix, place_of("B").siiir_prefix, place_of("AB").siiir_prefix) == ("38", "40", "01")
    assert all(len(place.siiir_prefix) == 2 for place in places())


def test_a_county_is_found_in_small_letters_too_and_an_unknown_one_is_refused_with_the_list() -> None:
    assert place_of("cj") is place_of("CJ")
    with pytest.raises(UsageError, match=r"no county XX; write one of AB, AG, .*, VS\.$"):
        place_of("XX")


def test_the_pupils_of_each_county_are_those_of_the_open_data(calibration: list[dict[str, str]]) -> None:
    assert [row["judet"] for row in calibration] == [place.code for place in places()]
    for row, place in zip(calibration, places(), strict=True):
        assert row["siiir_prefix"] == place.siiir_prefix
        for kind, levels in LEVELS.items():
            for locality in ("rural", "urban"):
                assert pupils(place, kind, locality) == sum(int(row[f"pupils_{level}_{locality}"]) for level in levels)


@pytest.mark.parametrize(
    ("kind", "total", "rural"),
    [("lower", 898_044 + 700_219, 0.417), ("upper", 598_638, 0.06), ("vocational", 96_323, 0.15)],
)
def test_the_nation_has_the_pupils_and_the_rural_shares_of_the_dossier(kind: str, total: int, rural: float) -> None:
    assert national(kind, "rural") + national(kind, "urban") == total
    assert national(kind, "rural") / total == pytest.approx(rural, abs=0.005)


@pytest.mark.parametrize(
    ("position", "schools"),
    [(0, 5974), (1, 2082), (2, 230), (3, 1314)],
    ids=["villages", "towns", "rural liceu", "liceu"],
)
def test_the_nation_has_as_many_schools_as_the_school_network(position: int, schools: int) -> None:
    assert sum(place.expected_schools()[position] for place in places()) == pytest.approx(schools, rel=0.005)


def test_a_county_has_schools_in_proportion_to_its_pupils() -> None:
    vl = place_of("VL")
    assert vl.schools_for(sum(vl.pupils)) == round(vl.expected_schools().sum()) == 160
    assert vl.schools_for(sum(vl.pupils) * 2) in (319, 320, 321)
    assert vl.schools_for(1) == 1


def effects_told_slowly(rows: list[dict[str, str]]) -> Iterator[tuple[float, float]]:
    """Each county's effect, not yet scaled, and its pupils in classes CP to VIII."""
    of = {
        locality: [
            math.log(share / (1 - share)) for row in rows if (share := float(row[f"en24_noshow_{locality}"] or "nan"))
            if not math.isnan(share)
        ]
        for locality in ("rural", "urban")
    }  # fmt: skip
    for row in rows:
        total = effect = 0.0
        for locality, others in of.items():
            mine = int(row[f"pupils_primar_{locality}"]) + int(row[f"pupils_gimnazial_{locality}"])
            total += mine
            if mine:
                share = float(row[f"en24_noshow_{locality}"])
                effect += mine * (math.log(share / (1 - share)) - sum(others) / len(others))
        yield effect / total, total


def test_a_county_effect_is_how_its_no_shows_stand_beside_those_of_others(calibration: list[dict[str, str]]) -> None:
    told = list(effects_told_slowly(calibration))
    everybody = sum(total for _, total in told)
    mean = sum(effect * total for effect, total in told) / everybody
    spread = math.sqrt(sum((effect - mean) ** 2 * total for effect, total in told) / everybody)
    for (effect, _), place in zip(told, places(), strict=True):
        assert place.county_effect == pytest.approx(COUNTY_SPREAD * (effect - mean) / spread)


def test_the_counties_at_either_end_are_those_of_the_dossier() -> None:
    order = [place.code for place in sorted(places(), key=lambda place: place.county_effect)]
    assert order[0] == "NT"
    assert "CT" in order[:5]
    assert order[-2:] == ["BR", "OT"]
    assert {"SM", "TR"} <= set(order[-7:])


def test_each_winter_week_is_chosen_by_a_third_of_the_counties_and_the_middle_one_by_vl() -> None:
    assert all(count >= 12 for count in Counter(place.winter_week for place in places()).values())
    assert {place.winter_week for place in places()} == {0, 1, 2}
    assert place_of("VL").winter_week == 1


@pytest.mark.parametrize(
    ("count", "sizes", "shares"),
    [(10, [1, 1], [5, 5]), (3, [1, 1], [2, 1]), (1, [1, 5, 2], [0, 1, 0]), (7, [2, 0, 1], [5, 0, 2]), (0, [1], [0])],
)
def test_shares_are_whole_numbers_and_add_up(count: int, sizes: list[float], shares: list[int]) -> None:
    assert apportioned(count, sizes).tolist() == shares
    assert apportioned(count, np.array(sizes, dtype=float)).sum() == count
