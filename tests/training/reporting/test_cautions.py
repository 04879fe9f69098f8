"""The cautions on the card are those that the lists of the last date have, without a school's name."""

import json
from dataclasses import replace

import pytest

from features.progress import silent
from tests.support.training.small_county import AS_OF, SCHOOLS, cohorts, plan
from training.evaluation.evaluate import evaluate_challenger
from training.reporting.cautions import about_cautions


@pytest.fixture(scope="module")
def trained():
    prepared = cohorts(plan())
    return evaluate_challenger(prepared, None, silent).model, prepared


def much_absent(prepared, *schools: str):
    """Return the cohorts with two hundred hours of every kind for the children of some schools at the last date."""
    values = prepared.rows.values.copy()
    gone = prepared.pupils["school_id"].isin(schools) & (prepared.pupils["as_of"] == AS_OF[-1])
    hours = [feature.name for feature in prepared.features if feature.unit == "hours"]
    values.loc[gone.to_numpy(), hours] = 200.0
    return replace(prepared, rows=replace(prepared.rows, values=values))


def test_on_the_trainings_own_records_no_school_has_a_caution_of_its_own(trained):
    model, prepared = trained
    said = about_cautions(model, prepared)
    assert (said["as_of"], said["schools"], said["with_own"], said["kinds"]) == (AS_OF[-1].isoformat(), SCHOOLS, 0, [])


@pytest.mark.parametrize("schools", [("S0",), ("S5",)])
def test_schools_whose_records_moved_are_counted_and_not_named(trained, schools):
    model, prepared = trained
    said = about_cautions(model, much_absent(prepared, *schools))
    assert said["kinds"] == [{"code": "features_moved", "schools": len(schools)}]
    assert said["with_own"] == len(schools)
    assert not any(school in json.dumps(said["kinds"]) for school in schools)


def test_a_school_of_fewer_than_ten_children_is_in_no_count(trained):
    model, prepared = trained
    mine = (prepared.pupils["school_id"] == "S0").to_numpy()
    few = replace(
        prepared,
        pupils=prepared.pupils.assign(school_id=prepared.pupils["school_id"].where(~mine, "S1").astype(object)),
    )
    few.pupils.loc[prepared.pupils.index[mine][:9], "school_id"] = "S0"
    last = few.pupils[few.pupils["as_of"] == AS_OF[-1]]["school_id"].value_counts()
    assert about_cautions(model, few)["schools"] == (last >= 10).sum()


def test_what_is_true_of_every_list_is_said_in_full_and_counted_for_no_school(trained):
    model, prepared = trained
    invented = replace(model, trained_on=replace(model.trained_on, invented=True))
    said = about_cautions(invented, prepared)
    assert [each["code"] for each in said["everywhere"]].count("invented_children") == 1
    assert all(each["text_ro"] and each["text_en"] for each in said["everywhere"])
    assert "invented_children" not in {each["code"] for each in said["kinds"]}


def test_of_partitions_it_is_not_said_how_old_the_records_are(trained):
    model, prepared = trained
    empty = {
        name: table.iloc[:0]
        for name, table in prepared.index.records.tables.items()
        if name in ("attendance", "grades")
    }
    bare = replace(prepared.index.records, tables={**prepared.index.records.tables, **empty})
    gathered = replace(prepared, index=replace(prepared.index, records=bare))
    assert "stale_records" in {each["code"] for each in about_cautions(model, gathered)["everywhere"]}
    measured = replace(gathered, measured=prepared.statistics())
    assert "stale_records" not in {each["code"] for each in about_cautions(model, measured)["everywhere"]}
