"""A replica of the Ombudsman's site over invented decisions, for tests of fetching: its shapes, and everything that can go wrong.

What it copies is what is known of the site's addresses, search, listings and pages; what is not known is made to fail in every
way that was thought of. Nothing in it is a published decision. Proved by tests/test_evals_replica.py.
"""

from evals.replica.pages import Publication, publish
from evals.replica.server import Asked, ReplicaServer, Reply, not_html, shell, status
from evals.replica.site import ReplicaSite, invent_publications

__all__ = [
    "Asked",
    "Publication",
    "ReplicaServer",
    "ReplicaSite",
    "Reply",
    "invent_publications",
    "not_html",
    "publish",
    "shell",
    "status",
]
