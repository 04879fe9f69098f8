"""What do the same places find on past dates, given to schools in other ways?

On an invented county, as if retrained each term: the same share of every school, by school within bounds, one list
over all, and by the school's rate with absences; in each way the same number of places.

    python benchmarks/placing.py [--pupils 20000] [--years 5] [--seed 5] [--county IS] [--capacity 0.05]
"""

import argparse
import os
import tempfile
from pathlib import Path

from best_list import TODAY
from measured import machine_line

from features.point_in_time.record_index import index_records
from features.progress import silent
from features.records.records import load_records
from features.synthetic.country import write_country
from training.dataset.cohorts import prepare
from training.evaluation.walk_forward import walk_forward
from training.metrics.placing import PlacedRows, placing_figures
from training.plan.plan import make_plan
from training.reporting.placing import placing_lines

SCORES = ("lightgbm", "school_only", "absences_only")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pupils", type=int, default=20_000)
    parser.add_argument("--years", type=int, default=5)
    parser.add_argument("--seed", type=int, default=5)
    parser.add_argument("--county", default="IS")
    parser.add_argument("--capacity", type=float, default=0.05)
    parser.add_argument("--after-term", nargs="+", default=["M1", "M3"])
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        records = Path(folder) / "county"
        write_country(
            records, pupils=asked.pupils, years=asked.years, seed=asked.seed, county=asked.county, tell=silent
        )
        index = index_records(load_records(records, today=TODAY))
    plan = make_plan(
        index.records, (), terms=asked.after_term, outcomes=(), test_terms=6, workers=os.cpu_count() or 1,
        capacity=asked.capacity,
    )  # fmt: skip
    terms = walk_forward(prepare(index, plan, silent), plan, silent)
    rows = {
        term.as_of.isoformat(): PlacedRows(
            term.evaluated.labels, term.evaluated.pupils, *(term.evaluated.scores[name] for name in SCORES)
        )
        for term in terms
    }
    figures = placing_figures(rows, plan)
    print(f"{machine_line()}; {asked.county}, {asked.pupils} pupils, {asked.years} years, seed {asked.seed}")
    print("\n".join(placing_lines(figures, "en")))
    for day in figures.by_date if figures else ():
        found = ", ".join(f"{way} {cases:.0f}" for way, cases in day["found"].items())
        print(f"{day['as_of']}: {day['cases']} cases, {day['places']} places; found: {found}")


if __name__ == "__main__":
    main()
