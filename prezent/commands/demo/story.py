"""The lists that the pages of a demo begin with."""

import datetime as dt
from collections import Counter
from typing import TYPE_CHECKING

from prezent.commands.one_list import COMMAND_LINE, load_scorer
from prezent.options import steps
from prezent.settings import Settings

if TYPE_CHECKING:
    from features.records.records import Records
    from models.ranking.ranked_list import RankedList
    from models.ranking.scored_cohort import ScoredCohort
    from models.ranking.scorer import Scorer
    from serving.web.demo.story import DemoList, DemoStory

CAPACITY = 20
DAYS_BEFORE = 35  # the first list of the largest school was opened so long ago
SCHOOLS_OF_A_COUNTY = 6  # whose lists have been opened where the demo is of no programme
PROGRAMME = "noroc"  # that of the demo's organisation, unless another one is asked for


def story_of(
    settings: Settings, records: "Records", programme: str | None, *, school_id: str, as_of: dt.date
) -> "DemoStory":
    """Make the lists of the demo's schools, its own first, as they are on its day and were before."""
    from features.point_in_time.record_index import index_records
    from models.ranking.scored_cohort import covered_days, feature_cohort
    from serving.web.demo.story import DemoStory

    scorer = load_scorer(settings, "champion", steps())
    index = index_records(records)
    day = min(as_of, covered_days(index)[1])
    cohort = scorer.score(feature_cohort(index, day))
    schools = sorted(
        cohort.features.schools, key=lambda each: (each != school_id, -len(cohort.features.schools[each]), each)
    )
    opened = schools if programme else schools[:SCHOOLS_OF_A_COUNTY]
    before = scorer.score(feature_cohort(index, day - dt.timedelta(days=DAYS_BEFORE)))
    lists = [_list(scorer, cohort, school) for school in opened]
    if schools[0] in before.features.schools:
        lists.insert(0, _list(scorer, before, schools[0]))
    county = records["schools"].set_index("school_id")["county"].to_dict()
    classes = Counter(child.class_label for made in lists if made.school_id == schools[0] for child in made.children)
    return DemoStory(
        programme=programme or PROGRAMME,
        school_ids=tuple(opened),
        school_id=schools[0],
        class_label=classes.most_common(1)[0][0],
        county=str(county[schools[0]]),
        lists=tuple(lists),
        today=settings.today,
    )


def _list(scorer: "Scorer", cohort: "ScoredCohort", school_id: str) -> "DemoList":
    return _as_facts(scorer.list_of(cohort, viewer=COMMAND_LINE, capacity=CAPACITY, school_id=school_id), school_id)


def _as_facts(ranked: "RankedList", school_id: str) -> "DemoList":
    from serving.web.demo.story import DemoChild, DemoList

    children = tuple(
        DemoChild(
            pupil.pupil_id, pupil.school_id, pupil.class_label or "", pupil.score,
            tuple(reason.feature for reason in pupil.reasons[:3]),
        )
        for pupil in ranked.pupils
    )  # fmt: skip
    return DemoList(
        school_id, ranked.as_of, ranked.model_version, ranked.data_fingerprint, ranked.cohort_size, children
    )
