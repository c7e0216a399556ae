"""What the replica publishes, and its search: by dates, authority and outcome, ten a page, with the count that the site shows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from html import escape
from urllib.parse import parse_qs, urlsplit

from evals.invention import invent, invent_chapters, invent_short
from evals.replica.pages import Front, Publication, publish
from evals.structures import Structure
from index import authority_slug

__all__ = ["PAGE_SIZE", "ReplicaSite", "invent_publications"]

PAGE_SIZE = 10
_CODES = {"u": "Upheld", "nu": "Not upheld", "c": "Closed after initial enquiries"}
_FRONTS: tuple[Front, ...] = ("first", "cover", "same")
_ODD = 40  # one decision in so many is of a rarer shape
_SHELL = "<h1>Search our decisions</h1><form><input name='k'></form>"


def invent_publications(count: int, *, seed: int = 0) -> list[Publication]:
    """Invented decisions of every shape: mostly statements, some short reports, some in chapters, and pairs of one reference."""
    out: list[Publication] = []
    for number in range(count):
        turn, at = number % _ODD, seed + number
        if turn == _ODD - 1:
            out.append(publish(invent_short(at)))
        elif turn == _ODD - 2:
            out.append(publish(invent_chapters(at), front=_FRONTS[number // _ODD % len(_FRONTS)]))
        elif turn == _ODD - 3:
            out.append(publish(_same_reference(out[-1].structure, invent(at))))
        else:
            out.append(publish(invent(at)))
    return out


def _same_reference(one: Structure, other: Structure) -> Structure:
    """A decision about another body under the reference of the one before: references alone name nothing."""
    return replace(other, reference=one.reference, authority="Fernbury Health NHS Trust", category="Health", subcategory="Other")


class ReplicaSite:
    """Published decisions, which may change, move and vanish; `cut_off` is how many results a search shows at most."""

    def __init__(self, publications: Iterable[Publication], *, cut_off: int | None = None) -> None:
        self.publications = {one.target: one for one in publications}
        self.cut_off = cut_off

    def page(self, target: str) -> bytes | None:
        """A decision's page, whatever the case of its path and its display preference; None where there is none."""
        parts = urlsplit(target)
        path = parts.path.lower().rstrip("/")
        chapter = parse_qs(parts.query).get("chapter", ["0"])[0]
        one = self.publications.get(path)
        return None if one is None else one.pages.get(path if chapter == "0" else f"{path}?chapter={chapter}")

    def change(self, one: Publication) -> None:
        """Publish a decision again, with other pages."""
        self.publications[one.target] = one

    def remove(self, target: str) -> None:
        """Take a decision off the site, and out of its lists."""
        del self.publications[target]

    def search(self, query: str) -> bytes | None:
        """A page of results; None past the end."""
        values = {name: value[0] for name, value in parse_qs(query).items()}
        found = sorted(self._matching(values), key=lambda one: (one.structure.decided, one.target), reverse=True)
        number = int(values.get("page", "1"))
        shown = found[: self.cut_off][(number - 1) * PAGE_SIZE : number * PAGE_SIZE]
        return None if number > 1 and not shown else _results(len(found), shown)

    def _matching(self, values: dict[str, str]) -> Iterator[Publication]:
        first, last = date.fromisoformat(values["fd"]), date.fromisoformat(values["td"])
        outcomes = [_CODES[code] for code in values.get("dc", "").split("+") if code]
        for one in self.publications.values():
            structure = one.structure
            is_asked = authority_slug(values.get("aname")) in authority_slug(structure.authority)
            if first <= structure.decided <= last and is_asked and (not outcomes or structure.outcome in outcomes):
                yield one


def _results(count: int, shown: Sequence[Publication]) -> bytes:
    items = "".join(map(_item, shown))
    return _html(f"<p>Your search has {count:,} results</p>\n<ul>{items}</ul>")


def _item(one: Publication) -> str:
    structure = one.structure
    title = f"{structure.authority} ({structure.reference})" if structure.authority else str(structure.reference)
    line = f"{one.kind} {structure.outcome} {structure.subcategory} {structure.decided:%d-%b-%Y}"
    return (
        f'<li><h2><a href="{escape(one.target)}">{escape(title)}</a></h2><p>{escape(line)}</p>'
        f"<p>Summary: {escape(structure.summary)}</p></li>\n"
    )


def empty_shell() -> bytes:
    """What the search may answer to a client without a session: the form, no count, no results."""
    return _html(_SHELL)


def landing() -> bytes:
    """The page that opens a session."""
    return _html("<h1>Decisions</h1><p>Browse our decisions by category.</p>")


def _html(body: str) -> bytes:
    return f"""<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>FICTIONAL replica</title></head>
<body><nav><a href="/">Home</a></nav><main>{body}</main><footer>Print this page</footer></body></html>
""".encode()
