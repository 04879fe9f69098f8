"""Commands that bring registers in, keep them and report from them."""
