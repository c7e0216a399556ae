"""The site's search: a session first, then pages of results, each asked for once in a pass.

The search answers clients without a session with an empty shell, a page without a count. Then the session is opened again, once;
a second shell stops the run. Proved by tests/test_index_fetching_search.py.
"""

from __future__ import annotations

from index.errors import FetchError, PageError
from index.fetching.addresses import LISTINGS, Site, search_target
from index.fetching.client import SiteClient
from index.fetching.listing import ResultPage, read_results
from index.fetching.passes import Pass
from index.fetching.settings import Selection
from index.fetching.windows import Window, check_page

__all__ = ["Search"]

_FOUND = 200
_PAST_THE_END = 404


class Search:
    """Pages of results of one selection; see `index.fetching.windows.ResultPages`."""

    def __init__(self, client: SiteClient, site: Site, selection: Selection, known: Pass) -> None:
        self._client = client
        self._site = site
        self._selection = selection
        self._known = known
        self._has_session = False

    def page(self, window: Window, number: int, *, again: bool = False) -> ResultPage:
        """A page of results, from 1; one past the end is empty.

        Raises:
            FetchError: the search cannot be read.
        """
        known = None if again else self._known.known(window, number)
        if known is not None:
            return known
        page = self._ask(window, number)
        if page.count is None:
            self._has_session = False
            page = self._ask(window, number)
        if page.count is None:
            message = (
                f"the search of {window}, page {number}, shows no count of results (an empty shell, or changed pages); expected "
                "'Your search has ... results': nothing was taken from it; try later, or with a newer Pinpoint"
            )
            raise FetchError(message)
        check_page(window, page, number)  # before it is learned: a bad page must not stay in the way of the next run
        self._known.learn(window, number, page)
        return page

    def _ask(self, window: Window, number: int) -> ResultPage:
        authority = self._selection.authority
        target = search_target(window.first, window.last, number, authority=authority, outcome=window.outcome)
        try:
            if not self._has_session:
                self._client.get(LISTINGS)
                self._has_session = True
            answer = self._client.get(target, headers={"Referer": self._site.origin + LISTINGS})
        except PageError as error:
            message = f"the search cannot be read: {error}"
            raise FetchError(message) from error
        if answer.status == _PAST_THE_END and number > 1:
            return ResultPage(0, ())
        if answer.status != _FOUND or not answer.is_html:
            message = f"the search answered {answer.status} with {answer.content_type[:40]!r}; expected 200 with a page"
            raise FetchError(message)
        return read_results(answer.body, self._site)
