"""The chat: a question gets a streamed answer, and every citation in it opens the paragraph it stands on.

This is the door: its arguments, its answerers, its exit status. What is shown stands in rag/page/, without Gradio; rag/screens/
lays it out, guards and serves it. Importing this module does not import gradio. Proved by tests/test_app.py.
"""

from __future__ import annotations

import argparse
import getpass
import sys
import webbrowser
from collections.abc import Sequence

from index import PinpointError, UsageError, silence_libraries
from rag.screens import Accounts, Options, hash_password, launch_app

__all__ = ["main"]


def main(argv: Sequence[str] | None = None) -> int:
    """Load the answerers and serve the chat; the exit status is that of every Pinpoint command."""
    arguments = _parser().parse_args(argv)
    silence_libraries()
    try:
        if arguments.hash_password:
            return _print_hash(arguments.hash_password)
        _serve(arguments)
    except PinpointError as error:
        sys.stderr.write(f"pinpoint: {error}\n")
        return 2 if isinstance(error, UsageError) else 1
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="app.py", description="Open the Pinpoint chat in a browser.")
    parser.add_argument("--store", metavar="DIR", help="the store to answer from (default .pinpoint)")
    parser.add_argument(
        "--llm",
        metavar="SPEC",
        action="append",
        help="a model that may write answers, beside quotation; may be given again (default $PINPOINT_LLM)",
    )
    parser.add_argument("--host", default="127.0.0.1", help="the address to serve on (default this machine only)")
    parser.add_argument("--port", type=int, default=7860, help="the port to serve on (default 7860)")
    parser.add_argument("--rate", type=int, default=300, help="requests a minute from one address, 0 for any number (default 300)")
    parser.add_argument("--mcp", action="store_true", help="serve tools for other programs' models at /mcp")
    parser.add_argument("--open", action="store_true", help="open the browser")
    parser.add_argument("--hash-password", metavar="USER", help="ask for a password and print the user's line for a password file")
    return parser


def _serve(arguments: argparse.Namespace) -> None:
    from rag import load_answerers, read_settings

    settings = read_settings()
    accounts = Accounts.read(settings.auth) if settings.auth else None
    answerers = load_answerers(arguments.store, arguments.llm, settings=settings)
    answerers[0].warm_up()
    options = Options(
        host=arguments.host,
        port=arguments.port,
        accounts=accounts,
        rate=arguments.rate or None,
        with_tools=arguments.mcp,
    )
    served = launch_app(answerers, options, wait=False)
    if arguments.open:
        webbrowser.open(served.url)
    served.wait()


def _print_hash(user: str) -> int:
    password = getpass.getpass(f"Password of {user}: ")
    if not password or ":" in user:
        message = "got no password, or a user with a colon; expected one of at least a letter"
        raise UsageError(message)
    sys.stdout.write(f"{user}:{hash_password(password)}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
