"""`python -m evals bench`: indexing, search, answers, start-up and size at a number of decisions, with peers beside them."""
