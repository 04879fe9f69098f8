"""The page of a child."""
