"""Whose the decisions are, and on what terms they may be used again (the site's /copyright page).

The attribution is printed once in every run of fetch, kept beside the pages and in the store, and said with exports.
Proved by tests/test_index_fetching_run.py and tests/test_rag_fetch.py.
"""

from __future__ import annotations

__all__ = ["ATTRIBUTION", "TERMS"]

ATTRIBUTION = (
    "Decisions of the Local Government & Social Care Ombudsman, www.lgo.org.uk, "
    "(c) Commission for Local Administration in England; reproduced accurately, without amendment."
)
TERMS = """\
Re-use is free, in any format, for reading, research, study and publishing, on four conditions:
- acknowledge the source and the copyright;
- reproduce accurately, without amendment;
- do not use it in a misleading way;
- do not use it mainly to advertise or promote a product or service.
The logo is not included. Statements hide the people involved: do not try to find out who they are.
The terms themselves: https://www.lgo.org.uk/copyright"""
