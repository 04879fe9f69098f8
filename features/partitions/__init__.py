"""Records too large for one piece: partitions, and the processes that work on them."""
