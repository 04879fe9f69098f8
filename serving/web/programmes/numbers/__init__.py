"""Numbers of schools, as they are and as they may be shown to people who see no child."""
