"""Decisions on disk -> Decision -> store. Knows nothing of rag/."""

from index.binding import require_weights
from index.blas import one_blas_thread
from index.build import BuildReport, build_store
from index.catalogue import PARAGRAPH_NUMBERS, paragraph_id, split_paragraph_id
from index.check import check_store
from index.crossrefs import CrossReference, cross_references
from index.embed import Embedder, ModelIdentity, Spans, TokenVectors, load_embedder
from index.errors import (
    EmbeddingError,
    FetchError,
    NotADecision,
    PageError,
    PinpointError,
    StoreDamaged,
    StoreError,
    StoreLocked,
    StoreMismatch,
    StoreMissing,
    StoreUnreachable,
    UsageError,
)
from index.fetching import FetchReport, FetchSettings, fetch_decisions
from index.ledger import DecisionFacts, Wanted, read_remedies
from index.lexical import terms
from index.licence import ATTRIBUTION, TERMS
from index.marks import ParagraphMark
from index.pieces import Codebook, piece_terms, telling_pieces
from index.quiet import silence_libraries
from index.readers import read_bytes, read_decision
from index.records import (
    Basis,
    Decision,
    DecisionKey,
    Filters,
    Item,
    Marker,
    Paragraph,
    Reference,
    Role,
    Source,
    Speaker,
    authority_slug,
    normalise_text,
)
from index.remedies.records import HEADS, KINDS, STATUSES, Remedy
from index.remedies.tally import GROUPINGS, Tally, counted_sums, tally_remedies
from index.samples import sample_folder
from index.sentences import split_sentences
from index.speakers import quote_speaker
from index.store import Store, open_store
from index.summary import DateRange, Facets, StoreStatus
from index.weights import DEFAULT_MODEL, PUBLISHED_MODEL
from index.windows import Window, decision_windows, paragraph_windows

__all__ = [
    "ATTRIBUTION",
    "DEFAULT_MODEL",
    "GROUPINGS",
    "HEADS",
    "KINDS",
    "PARAGRAPH_NUMBERS",
    "PUBLISHED_MODEL",
    "STATUSES",
    "TERMS",
    "Basis",
    "BuildReport",
    "Codebook",
    "CrossReference",
    "DateRange",
    "Decision",
    "DecisionFacts",
    "DecisionKey",
    "Embedder",
    "EmbeddingError",
    "Facets",
    "FetchError",
    "FetchReport",
    "FetchSettings",
    "Filters",
    "Item",
    "Marker",
    "ModelIdentity",
    "NotADecision",
    "PageError",
    "Paragraph",
    "ParagraphMark",
    "PinpointError",
    "Reference",
    "Remedy",
    "Role",
    "Source",
    "Spans",
    "Speaker",
    "Store",
    "StoreDamaged",
    "StoreError",
    "StoreLocked",
    "StoreMismatch",
    "StoreMissing",
    "StoreStatus",
    "StoreUnreachable",
    "Tally",
    "TokenVectors",
    "UsageError",
    "Wanted",
    "Window",
    "authority_slug",
    "build_store",
    "check_store",
    "counted_sums",
    "cross_references",
    "decision_windows",
    "fetch_decisions",
    "load_embedder",
    "normalise_text",
    "one_blas_thread",
    "open_store",
    "paragraph_id",
    "paragraph_windows",
    "piece_terms",
    "quote_speaker",
    "read_bytes",
    "read_decision",
    "read_remedies",
    "require_weights",
    "sample_folder",
    "silence_libraries",
    "split_paragraph_id",
    "split_sentences",
    "tally_remedies",
    "telling_pieces",
    "terms",
]
