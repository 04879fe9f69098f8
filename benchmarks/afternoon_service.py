"""The service a competent person writes in an afternoon: FastAPI, LightGBM, shap.TreeExplainer.

It is measured beside Prezent's by ``benchmarks/service.py``. The model and the explainer are made once, the records are
loaded and sorted beforehand, the answer of POST /rank has the keys of Prezent's. A request computes the features of all
records at its date, predicts the children of the school, explains them and takes the first ``capacity``.

Four forms, since an afternoon has more than one end:

    /rank                     all children of the school are explained, then the list is cut: what one writes first
    /listed/rank              only the listed children are explained
    /kept/rank                all are explained; the feature table of a date is kept
    /kept/listed/rank         only the listed are explained; the feature table of a date is kept

It is spared what Prezent does besides: no caution, no look for stale classes, no fingerprint of the rows known at the
date (one of the files, made at the start), no checks of the request beyond FastAPI's.

    python benchmarks/afternoon_service.py RECORDS MODEL --port 3001
"""

import argparse
import datetime as dt
import hashlib
import json
import warnings
from functools import lru_cache
from pathlib import Path
from typing import Any

import lightgbm
import numpy as np
import pydantic
import shap
import uvicorn
from fastapi import FastAPI, HTTPException
from fastapi.responses import JSONResponse

from features.point_in_time.record_index import index_records
from features.records.records import load_records
from features.table.feature_table import FeatureTable, build_features
from models.ranking.expected_hits import expected_hits

TREES, ABOUT = "trees.txt", "about.json"
KEPT_DATES = 4


class RankRequest(pydantic.BaseModel):
    as_of: dt.date
    capacity: int
    school_id: str


class Afternoon:
    """The model, its explainer and the records, all loaded once."""

    def __init__(self, records: Path, model: Path) -> None:
        self.booster = lightgbm.Booster(model_file=str(model / TREES))
        self.about = json.loads((model / ABOUT).read_text())
        self.explainer = shap.TreeExplainer(self.booster)
        self.index = index_records(load_records(records, today=dt.datetime.now().astimezone().date()))
        files = sorted(path for path in records.iterdir() if path.is_file())
        self.fingerprint = hashlib.sha256(b"".join(path.read_bytes() for path in files)).hexdigest()
        self.kept_table = lru_cache(KEPT_DATES)(self.table)

    def table(self, as_of: dt.date) -> FeatureTable:
        return build_features(self.index, as_of)

    def _contributions(self, matrix: np.ndarray, rows: list[int]) -> dict[int, np.ndarray]:
        return dict(zip(rows, self.explainer.shap_values(matrix[rows]), strict=True))

    def rank(self, request: RankRequest, table: FeatureTable, *, only_listed: bool) -> JSONResponse:
        mine = np.flatnonzero(table.pupils["school_id"].to_numpy(object) == request.school_id)
        if not len(mine):
            raise HTTPException(404, "nobody is in that school")
        names = self.about["feature_names"]
        matrix = table.values[names].to_numpy()[mine]
        pupils = table.pupils.iloc[mine].to_dict("records")
        margins = self.booster.predict(matrix, raw_score=True)
        scores = 1 / (1 + np.exp(-(self.about["slope"] * margins + self.about["intercept"])))
        order = sorted(range(len(mine)), key=lambda row: (-scores[row], -margins[row], pupils[row]["pupil_id"]))
        listed = order[: request.capacity]
        contributions = self._contributions(matrix, listed if only_listed else order)
        features = [feature for feature in table.features if feature.name in names]
        expected = expected_hits(scores[listed], np.array([request.school_id] * len(listed)), self.about["school_sd"])
        return JSONResponse(
            {
                "as_of": request.as_of.isoformat(),
                "model_version": self.about["model_version"],
                "data_fingerprint": self.fingerprint,
                "capacity": len(listed),
                "cohort_size": len(mine),
                "expected_hits": expected.mean,
                "expected_hits_low": expected.low,
                "expected_hits_high": expected.high,
                "pupils": [
                    {
                        "rank": rank,
                        "pupil_id": pupils[row]["pupil_id"],
                        "school_id": request.school_id,
                        "class_label": pupils[row]["class_label"],
                        "score": float(scores[row]),
                        "margin": float(margins[row]),
                        "base_margin": float(self.explainer.expected_value),
                        "reasons": reasons(matrix[row], contributions[row], features),
                    }
                    for rank, row in enumerate(listed, start=1)
                ],
                "not_scored": [],
                "cautions": [],
            }
        )


def reasons(values: np.ndarray, contributions: np.ndarray, features: list[Any]) -> list[dict[str, Any]]:
    return [
        {
            "feature": features[place].name,
            "group": features[place].group,
            "value": None if np.isnan(values[place]) else float(values[place]),
            "contribution": float(contributions[place]),
            "can_change": features[place].can_change,
            "text_ro": features[place].text(values[place], "ro"),
            "text_en": features[place].text(values[place], "en"),
        }
        for place in np.argsort(-np.abs(contributions), kind="stable")
        if contributions[place] != 0
    ]


def application(afternoon: Afternoon) -> FastAPI:
    app = FastAPI()

    @app.get("/readyz")
    async def ready() -> dict[str, str]:
        return {"status": "ready"}

    @app.post("/rank")
    def rank(request: RankRequest) -> JSONResponse:
        return afternoon.rank(request, afternoon.table(request.as_of), only_listed=False)

    @app.post("/listed/rank")
    def rank_listed(request: RankRequest) -> JSONResponse:
        return afternoon.rank(request, afternoon.table(request.as_of), only_listed=True)

    @app.post("/kept/rank")
    def rank_kept(request: RankRequest) -> JSONResponse:
        return afternoon.rank(request, afternoon.kept_table(request.as_of), only_listed=False)

    @app.post("/kept/listed/rank")
    def rank_kept_listed(request: RankRequest) -> JSONResponse:
        return afternoon.rank(request, afternoon.kept_table(request.as_of), only_listed=True)

    return app


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("records", type=Path)
    parser.add_argument("model", type=Path)
    parser.add_argument("--port", type=int, default=3001)
    asked = parser.parse_args()
    warnings.filterwarnings("ignore", "LightGBM binary classifier with TreeExplainer")
    uvicorn.run(application(Afternoon(asked.records, asked.model)), host="127.0.0.1", port=asked.port, access_log=False)


if __name__ == "__main__":
    main()
