"""The remedy ledger: what each decision says is to be done, one row for each action. Open reading.py first."""

from index.remedies.reading import LEDGER_VERSION, read_remedies
from index.remedies.records import HEADS, KINDS, STATUSES, Remedy

__all__ = ["HEADS", "KINDS", "LEDGER_VERSION", "STATUSES", "Remedy", "read_remedies"]
