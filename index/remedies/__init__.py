"""The remedy ledger: what each decision says is to be done, one row for each action. Open reading.py first.

Nothing is imported here: the patterns take a moment to compile, and only reading needs them.
"""
