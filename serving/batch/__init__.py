"""The lists of every school of a country, partition by partition."""
