"""Evaluation and benchmarks: cases, measures, systems under test, a generator, and the kill test."""
