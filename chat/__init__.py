"""The chat over rag/page: laid out with Gradio, guarded and served; app.py is its door."""

from chat.accounts import Accounts, hash_password
from chat.blocks import build_app
from chat.server import Options, Served, launch_app

__all__ = ["Accounts", "Options", "Served", "build_app", "hash_password", "launch_app"]
