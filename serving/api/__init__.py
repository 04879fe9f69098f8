"""The BentoML service: requests, answers, documentation, what it keeps."""
