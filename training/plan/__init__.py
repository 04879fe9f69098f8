"""What a training is to do: outcomes, dates, horizon, settings of the trees."""
