"""The names of a store's parts inside its one folder."""

__all__ = ["CATALOGUE", "CHROMA", "LEXICAL", "LOCK"]

CATALOGUE = "catalogue.sqlite3"
CHROMA = "chroma"
LEXICAL = "lexical"
LOCK = "writer.lock"
