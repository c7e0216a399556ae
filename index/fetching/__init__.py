"""Decisions on the site -> pages in a folder, politely. Knows nothing of the store; `index.origins` reads what it leaves."""

from index.fetching.addresses import PUBLISHED, Site
from index.fetching.manifest import MANIFEST
from index.fetching.report import FetchReport
from index.fetching.run import fetch_decisions
from index.fetching.settings import POLITE_SECONDS, FetchSettings, Mode, Selection
from index.fetching.snapshots import DECISIONS

__all__ = [
    "DECISIONS",
    "MANIFEST",
    "POLITE_SECONDS",
    "PUBLISHED",
    "FetchReport",
    "FetchSettings",
    "Mode",
    "Selection",
    "Site",
    "fetch_decisions",
]
