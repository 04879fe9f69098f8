"""Records kept in a database, import by import."""
