"""Floor 2b: the BentoML service that answers with ranked lists."""
