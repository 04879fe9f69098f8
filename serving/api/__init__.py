"""The BentoML service: what it answers, what may be asked, its description, what it keeps and reloads."""
