"""Schools, counties, programmes."""
