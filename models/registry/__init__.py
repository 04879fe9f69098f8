"""Model versions in MLflow, their checks, and the signed decisions about them."""
