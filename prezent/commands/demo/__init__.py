"""The demo: invented children, a model of them, and pages with somebody of each role."""
