"""Training: courses with a text, a few questions and a validity; who has to do which, and who has (M17)."""
