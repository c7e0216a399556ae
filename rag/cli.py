"""The program `pinpoint`: commands, exit status, one-line errors.

Exit status: 0 done, 1 the work failed, 2 the command was wrong. Nothing heavy is imported until a command needs it, so that
`pinpoint --help` is quick. What each command prints is in rag/commands.py. Proved by tests/test_rag_cli.py.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence

__all__ = ["main"]

# Named here too, so that --help need not load index/; rag/ledger.py checks what is given, a test that these are the same.
_KINDS = "apology, payment, refund, reassessment, review, service_improvement, training, other"
_STATUSES = "agreed, already_done, offered_by_body, recommended, refused, replaced, satisfied"
_HEADS = "distress, time_and_trouble, lost_education, lost_service, quantifiable_loss, uncertainty, lost_appeal, other"
_GROUPINGS = "kind, year, category, authority"
_STORE_HELP = "the store's folder (default: $PINPOINT_STORE or .pinpoint)"


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit status."""
    arguments = _parser().parse_args(argv)
    from index.errors import PinpointError, UsageError
    from index.quiet import silence_libraries

    silence_libraries()
    from rag import commands

    try:
        return int(getattr(commands, f"run_{arguments.command}")(arguments))
    except UsageError as error:
        return _failed(error, 2)
    except PinpointError as error:
        return _failed(error, 1)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # so that the flush at exit does not fail again
        return 1
    except KeyboardInterrupt:
        return _failed("stopped; run the same command again to go on", 1)
    except OSError as error:
        return _failed(f"{error.filename or 'the disk'}: {error.strerror or error}", 1)


def _failed(error: object, status: int) -> int:
    print(f"pinpoint: {' '.join(str(error).split())}", file=sys.stderr)
    return status


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="pinpoint",
        description="Answers about published Local Government & Social Care Ombudsman decisions, "
        "every statement pinned to a numbered paragraph.",
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    _index(commands)
    _fetch(commands)
    ask = _command(commands, "ask", "answer a question with citations")
    ask.add_argument("question", nargs="?", metavar="QUESTION")
    ask.add_argument("--batch", metavar="FILE", help='questions as JSON lines {"id", "question", "history"}; - for standard input')
    ask.add_argument(
        "--llm",
        metavar="SPEC",
        help="quotation (default), provider:model, or the base URL of an OpenAI-compatible server",
    )
    _add_filters(ask)
    search = _command(commands, "search", "rank paragraphs, without an answer")
    search.add_argument("query", metavar="QUERY")
    search.add_argument("--limit", type=int, default=10, metavar="N", help="paragraphs to show (default 10)")
    _add_filters(search)
    show = _command(commands, "show", "print a decision, or one paragraph of it")
    show.add_argument("reference", metavar="REFERENCE")
    show.add_argument("--paragraph", type=int, metavar="N")
    show.add_argument("--authority", metavar="A", help="where two bodies share the reference")
    status = _command(commands, "status", "counts, model and health of the store")
    remedies = _remedies(commands)
    status.add_argument("--sizes", action="store_true", help="also how many bytes each part takes; reads the whole store")
    for command in (ask, search, show, remedies, status):
        command.add_argument("--json", action="store_true", help="print JSON")
    _command(commands, "check", "verify the store's parts against each other")
    chat = _command(commands, "chat", "open the chat in a browser")
    chat.add_argument("--llm", metavar="SPEC", action="append", help="a model to offer beside quotation; may be given again")
    chat.add_argument("--port", type=int, default=7860, metavar="N", help="the port to listen on (default: 7860)")
    chat.add_argument("--host", default="127.0.0.1", metavar="H", help="the address to listen on (default: this machine only)")
    chat.add_argument("--rate", type=int, default=300, metavar="N", help="requests a minute from one address, 0 for any number")
    chat.add_argument("--mcp", action="store_true", help="serve tools for other programs' models at /mcp")
    chat.add_argument("--open", action="store_true", help="open the browser")
    chat.add_argument("--hash-password", metavar="USER", help="ask for a password and print the user's line for a password file")
    return parser


def _remedies(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> argparse.ArgumentParser:
    command = _command(commands, "remedies", "list or count what decisions say is to be done")
    _add_filters(command)
    command.add_argument("--kind", metavar="K", help=_KINDS)
    command.add_argument("--status", metavar="S", help=_STATUSES)
    command.add_argument("--head", metavar="H", help=f"what money is for: {_HEADS}")
    command.add_argument("--min-amount", type=float, metavar="N", help="sums of at least so many pounds")
    command.add_argument("--max-amount", type=float, metavar="N", help="sums of at most so many pounds")
    command.add_argument("--about", metavar="WORDS", help="every word stands in the action")
    command.add_argument("--csv", action="store_true", help="print CSV for a spreadsheet")
    command.add_argument("--summary", action="store_true", help="count instead of list")
    command.add_argument("--by", metavar="G", help=f"group the counts: {_GROUPINGS} (default kind)")
    return command


def _index(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    command = _command(commands, "index", "read files and folders of decisions into the store")
    command.add_argument(
        "paths", nargs="*", metavar="PATH", help="decisions, or folders of them; 'sample' for the invented samples"
    )
    command.add_argument(
        "--rebuild",
        action="store_true",
        help="remake Chroma and the lexical index from the catalogue; embeds nothing again",
    )
    command.add_argument(
        "--workers",
        type=int,
        metavar="N",
        help="processes to read and to embed with (default: one a core where there is much to do; 0: none)",
    )
    command.add_argument(
        "--ray",
        nargs="?",
        const="",
        metavar="ADDRESS",
        help="read and embed on a Ray cluster (extra: cluster); auto for this machine's, nothing for one made for the while",
    )


def _fetch(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    command = _command(commands, "fetch", "download decisions from the Ombudsman's site, politely")
    command.add_argument("--since", metavar="D", help="decided on or after this date, YYYY-MM-DD")
    command.add_argument("--until", metavar="D", help="decided on or before this date, YYYY-MM-DD")
    command.add_argument("--category", metavar="C", action="append", help="words of a category or subcategory; may be given again")
    command.add_argument("--authority", metavar="A", help="a council or other body, whole name or part")
    command.add_argument("--outcome", metavar="O", help="Upheld, Not upheld, Closed after initial enquiries")
    command.add_argument("--limit", type=int, metavar="N", help="ask for so many decisions and end")
    command.add_argument("--out", default="lgsco", metavar="FOLDER", help="where the pages are kept (default: lgsco)")
    command.add_argument("--index", action="store_true", help="then read the pages into the store")
    command.add_argument("--update", action="store_true", help="what is new or changed since the last time, 12 weeks allowed for")
    command.add_argument("--recheck", action="store_true", help="ask whether pages that are held have changed or gone")
    command.add_argument("--dry-run", action="store_true", help="list, and say what would be fetched")
    command.add_argument("--contact", metavar="C", help="your e-mail address or web page, sent to the site ($PINPOINT_CONTACT)")
    command.add_argument("--every", type=float, default=1.0, metavar="S", help="seconds between requests, at least 1 (default)")
    command.add_argument("--with-permission", action="store_true", help="the site allows --every below 1")
    command.add_argument("--cap", type=int, default=10_000, metavar="N", help="stop after so many requests (default 10,000)")
    command.add_argument("--site", default="https://www.lgo.org.uk", metavar="URL", help="a replica, for tests")


def _command(commands: argparse._SubParsersAction[argparse.ArgumentParser], name: str, text: str) -> argparse.ArgumentParser:
    command = commands.add_parser(name, help=text, description=f"{text[0].upper()}{text[1:]}.")
    command.add_argument("--store", metavar="DIR", help=_STORE_HELP)
    return command


def _add_filters(command: argparse.ArgumentParser) -> None:
    command.add_argument("--authority", metavar="A", help="a council or other body, whole name or part")
    command.add_argument("--category", metavar="C", help="a category or subcategory, whole or part")
    command.add_argument("--outcome", metavar="O", help="Upheld, Not upheld, Closed after initial enquiries")
    command.add_argument("--since", metavar="D", help="decided on or after this date, YYYY-MM-DD")
    command.add_argument("--until", metavar="D", help="decided on or before this date, YYYY-MM-DD")
    command.add_argument("--reference", metavar="R", action="append", help="a decision's reference; may be given again")


if __name__ == "__main__":
    sys.exit(main())
