"""How invented children's years go: rates, spells, support, outcomes."""
