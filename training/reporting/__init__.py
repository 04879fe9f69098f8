"""What a training says: the report, terminal lines, plots, the model card."""
