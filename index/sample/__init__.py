"""Twelve invented decisions, packaged so that Pinpoint works before any real decision is there."""
