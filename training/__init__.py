"""Floor 2a: labels, backtests, metrics, and the MLflow run of a training."""
