"""What commands print about model versions."""
