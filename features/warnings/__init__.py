"""What records allow but what is odd in them: told with counts and the first rows, apart from problems."""
