"""Backtests, past retrainings, ablation, and the comparison with the champion."""
