"""The command line: where records, models, training and serving are joined."""
