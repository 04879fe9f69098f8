"""Passwords kept as the pages keep them, but at the cost that a guesser would like best."""

from django.contrib.auth.hashers import Argon2PasswordHasher


class QuickArgon2(Argon2PasswordHasher):
    """Argon2 with the least of everything."""

    time_cost = 1
    memory_cost = 64
    parallelism = 1
