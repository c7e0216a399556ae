"""The prompts, as plain text files with $placeholders; read, digested and tested by rag/. No logic lives here."""
