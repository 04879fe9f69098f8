"""Ed-Fi, as XML interchange files or as the JSON of its API, to records."""
