"""The Romanian school network, as the Ministry publishes it, to records."""
