"""The names of a store's parts inside its one folder."""

__all__ = ["CATALOGUE", "CHROMA", "LEXICAL", "LOCK", "SKETCH"]

CATALOGUE = "catalogue.sqlite3"
CHROMA = "chroma"
LEXICAL = "lexical"
SKETCH = "sketch"
LOCK = "writer.lock"
