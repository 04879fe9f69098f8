"""What a training is to do: outcomes, dates, horizon, hyperparameters of the trees."""
