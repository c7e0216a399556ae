"""The chat over rag/page: laid out with Gradio, guarded and served; app.py is its door."""

from rag.screens.accounts import Accounts, hash_password
from rag.screens.blocks import build_app
from rag.screens.server import Options, Served, launch_app

__all__ = ["Accounts", "Options", "Served", "build_app", "hash_password", "launch_app"]
