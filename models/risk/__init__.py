"""Models of risk: the LightGBM ensemble, calibration, baselines, drift, the artifact on disk."""
