"""Counties: pupils by level in villages and towns, and how many stop coming."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from features.errors import UsageError
from features.i18n.text import Bilingual

DEFAULT = "VL"
COUNTY_SPREAD = 0.45  # standard deviation of the counties' log-odds of a bad outcome (domain.md 5.3)


@dataclass(frozen=True)
class Stratum:
    """Schools of one kind in villages or in towns: pupils on average, and the share that belongs to another school.

    Kinds: ``lower`` (preparatory class to VIII), ``upper`` (liceu, IX to XII), ``vocational`` (profesional, IX to XI).
    """

    kind: str
    locality: str
    mean_size: int
    structures: float


# Units and structures counted by name and locality in the national school network 2024-25 (5,974 schools of classes
# CP-VIII in villages; 2,082 units with classes V-VIII in towns; 230 and 1,314 lyceums), pupils from the table below.
# Vocational classes are mostly part of a lyceum: the size of a school of their own is our guess.
STRATA = (
    Stratum("lower", "rural", 112, 0.54),
    Stratum("lower", "urban", 447, 0.17),
    Stratum("upper", "rural", 165, 0.0),
    Stratum("upper", "urban", 427, 0.0),
    Stratum("vocational", "rural", 75, 0.0),
    Stratum("vocational", "urban", 150, 0.0),
)


@dataclass(frozen=True)
class Place:
    """A county, or one ``area`` (1, 2, ...) of a large one that is invented part by part; 0 is the whole county.

    ``siiir_prefix`` begins the codes of its schools, ``pupils`` are counted by ``STRATA``, and ``county_effect`` is
    what the county adds to the log-odds of a bad outcome.
    """

    code: str
    siiir_prefix: str
    pupils: tuple[int, ...]
    county_effect: float
    area: int = 0

    @property
    def name(self) -> str:
        """The county's code, and which area it is.

        >>> place_of("B").name
        'B'
        """
        return f"{self.code}-{self.area}" if self.area else self.code

    @property
    def winter_week(self) -> int:
        """Which of the three possible winter weeks is free: 0, 1 or 2 weeks late, the middle one in VL.

        Each county chooses (domain.md 1.2); what they chose is not in the dossier, so the code of the county decides.
        """
        return (int(self.siiir_prefix) + 2) % 3

    def schools_for(self, pupils: int) -> int:
        """How many schools so many pupils of this county go to; at least one.

        >>> place_of("VL").schools_for(36_837), place_of("VL").schools_for(200)
        (160, 1)
        """
        return max(1, round(float(self.expected_schools().sum()) * pupils / sum(self.pupils)))

    def expected_schools(self) -> NDArray[np.float64]:
        """The number of schools of each of ``STRATA``, not rounded."""
        schools: NDArray[np.float64] = np.array(self.pupils) / np.array([stratum.mean_size for stratum in STRATA])
        return schools


@cache
def places() -> tuple[Place, ...]:
    """Return the 42 counties, in the order of their codes."""
    rows = [line.split() for line in _COUNTIES.strip().splitlines()]
    effects = _county_effects(rows)
    return tuple(Place(row[0], row[1], _by_stratum(row), effect) for row, effect in zip(rows, effects, strict=True))


def place_of(code: str) -> Place:
    """Return the county of that code, in capitals or not.

    Raises
    ------
    UsageError
        If there is no such county.
    """
    for candidate in places():
        if candidate.code == code.upper():
            return candidate
    codes = ", ".join(candidate.code for candidate in places())
    raise UsageError(
        Bilingual(
            f"There is no county {code}; write one of {codes}.",
            f"Nu există județul {code}; scrieți unul dintre {codes}.",
        )
    )


def apportioned(count: int, sizes: Sequence[float] | NDArray[np.float64]) -> NDArray[np.int64]:
    """Share a whole number out in proportion to these sizes, the largest remainders first.

    >>> apportioned(10, [5, 3, 1]).tolist()
    [6, 3, 1]
    """
    exact = count * np.array(sizes) / sum(sizes)
    shares = np.floor(exact).astype(np.int64)
    shares[np.argsort(shares - exact, kind="stable")[: count - shares.sum()]] += 1
    return shares


def _by_stratum(row: list[str]) -> tuple[int, ...]:
    """Pupils of a row of the table by stratum: primary and lower secondary classes are in one school."""
    primary, lower, upper, vocational = (np.array(row[at : at + 2], dtype=int) for at in (2, 4, 6, 8))
    return tuple(int(number) for number in np.concatenate([primary + lower, upper, vocational]))


def _county_effects(rows: list[list[str]]) -> list[float]:
    """Effects whose mean over all pupils is 0 and whose standard deviation is COUNTY_SPREAD.

    A county stands where its share of pupils who did not come to the exam after class VIII stands, compared with other
    villages in villages and with other towns in towns: log-odds, averaged over its pupils.
    """
    missing = np.array([[math.nan if cell == "-" else float(cell) for cell in row[10:12]] for row in rows])
    pupils = np.array([_by_stratum(row)[:2] for row in rows])
    logit = np.log(missing / (1 - missing))
    beside = np.nan_to_num(logit - np.nanmean(logit, axis=0))
    raw = (beside * pupils).sum(axis=1) / pupils.sum(axis=1)
    weight = pupils.sum(axis=1) / pupils.sum()
    centred = raw - weight @ raw
    return [float(effect) for effect in centred * COUNTY_SPREAD / math.sqrt(weight @ centred**2)]


# Computed from open data (enrolment 2024-25 by formation; the exam after class VIII of 2024 per candidate, CC BY 4.0)
# and carried over from romania/calibration_county.csv. Code, SIIIR prefix; pupils in CP-IV, V-VIII, IX-XII and
# vocational classes, each rural and urban; share of no-shows at the exam, rural and urban. Bucharest has no villages.
_COUNTIES = """
AB 01  5308  9096  3960  7487   409  9203   152  2331 0.0622  0.028
AG 03 10728 14856  8685 12167  1631 17861   244  2494 0.0868   0.01
AR 02  8021 10943  5714  8725   985 12005     0  1548 0.1225 0.0364
B  40     0 86711     0 68707     0 76460     0  4168      - 0.0116
BC 04 13790 13392 11354 11035   727 16801   375  3103 0.1103 0.0163
BH 05 12975 14909  9571 11760  1663 14841   555  2960 0.1851 0.0226
BN 06  8208  7004  6291  5287  1568  7699   673  1059 0.0595 0.0149
BR 09  4583  6615  3900  5566    72  8658   201  1641  0.205 0.0459
BT 07  9702  7916  8385  6342  1268 11069  1094  1436 0.0721 0.0253
BV 08  9824 20816  6229 15508   712 14796   209  3969 0.0777  0.009
BZ 10  9340  7728  7477  6804   550 11680   269  2043 0.1058 0.0263
CJ 12  9700 24498  6232 18210   308 19546    64  2978 0.0824 0.0156
CL 51  8187  4550  6535  3686   275  5658    56  1153 0.0858 0.0506
CS 11  3862  5879  3095  5023  1041  7012   169   935 0.1065 0.0325
CT 13 11709 22250  8836 17138  2613 20158  1130  3208 0.0302 0.0097
CV 14  5647  5096  3747  4055     0  4922     0  1455 0.1316 0.0284
DB 15 12526  7871  9805  6651   706 12432   561  1162 0.0906 0.0347
DJ 16 10864 15834  8240 12116  1049 18059   422  1737 0.1221 0.0366
GJ 18  5571  6886  4598  6082  1795  9219   415   794 0.0369 0.0095
GL 17  9604 11264  7718  9389   742 15808   299  1876 0.0653 0.0331
GR 52  8364  3337  6597  2651   788  4010   279  1089  0.077  0.028
HD 20  2674 11384  1983  9925   608 10974   196  1948 0.1422 0.0318
HR 19  8746  6835  6432  5555   785  8117   351  1868 0.0352 0.0141
IF 23 13390 12834  8681  7801  4404  3005   747   318  0.029  0.007
IL 21  5597  5047  4422  4146     0  6916   188  1308 0.0603 0.0398
IS 22 20676 18712 15880 15440  1283 22824  1669  3808 0.0807 0.0083
MH 25  4116  4839  3295  4146  1602  7050   209   424 0.1365  0.051
MM 24  7914 12437  5791  9766    29 14479   401  1786 0.0797 0.0303
MS 26 13713 13592  9168 10700   460 13697   149  2276 0.1132 0.0136
NT 27 11674  8700  9435  6957  1571 12512   561  2487 0.0188 0.0034
OT 28  7060  7926  6027  6560  1357 11246   204  1765 0.1565 0.0649
PH 29 14134 16399 11411 13230  1381 21029   529  3139  0.045 0.0169
SB 32  7826 13914  5583 10401    27 11048   227  2467 0.1479 0.0199
SJ 31  6176  5458  4345  4124   648  5810   321   752 0.1287 0.0579
SM 30  7516  8127  5611  6681   198  8546   181  2041 0.2102 0.0232
SV 33 20870 16014 15406 12615   960 21571   352  3576 0.0749 0.0242
TL 36  3692  4414  3235  3572   185  5117   178   822 0.0357 0.0076
TM 35 14297 18946  8714 15182  1141 19958   200  2623  0.091 0.0172
TR 34  7018  4553  5573  3962   341  8056   117   829 0.1475 0.0362
VL 38  5729  8127  4409  6739   284 10146   272  1131 0.0766 0.0093
VN 39  8938  5993  6621  5374   688  9823   144   912 0.0632 0.0116
VS 37  9221  6852  8167  5796  1147 10816   446  2095 0.0628 0.0176
"""
