"""Bytes to pages: characters with their places, raw text untouched. The only stage that knows a PDF library."""

from kokusai_extract.read.files import find_documents, read_document
from kokusai_extract.read.normalize import FoldedDocument, fold, fold_text, search_key

__all__ = ["FoldedDocument", "find_documents", "fold", "fold_text", "read_document", "search_key"]
