"""What became of decisions: how often reviewers agree, how children fared, and what training reads of them."""
