"""Floor 0: records of pupils, what was known of them on a date, and the features computed from that."""
