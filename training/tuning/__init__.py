"""The search for better hyperparameters of the trees."""
