"""What invented schools write down: attendance, marks, outcomes, and the truth beside them."""
