"""Commands about people, their roles and keys, and the log of what they did."""
