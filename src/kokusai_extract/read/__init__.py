"""Bytes to pages: characters with their places, raw text untouched. The only stage that knows a PDF library.

In the order in which a file passes through:

- which files, and as what: ``files``; plain text: ``encoding``, ``text``.
- a PDF, page by page: ``pdf``, within ``bounds``. What a page draws (``drawing``, ``colours``) is collected by running
  its commands (``artist``, ``device``; for parts of that ``commands``, ``outlines``, ``paths``, ``streams``,
  ``switched``).
- which glyphs count, and what they are: ``clean``, ``unseen`` on its ``ground``; ``fonts``; ``quality``.
- where the text layer will not do, the picture of the page: ``layers``, ``eye``, ``ocr/``.
- glyphs to text: ``grid`` (ruled tables), ``lines``, ``columns``, ``layout`` (reading order), ``slanted``, ``compose``
  (offsets and places).
- the text of a document, normalized: ``normalize``, with ``folding`` of single characters and ``foreign`` ones, as
  ``japanese`` tells them; ``spacing`` closes torn words and figures.

``picture`` draws pages for those who show them.
"""

from kokusai_extract.read.files import find_documents, read_document
from kokusai_extract.read.normalize import FoldedDocument, fold, fold_text, search_key

__all__ = ["FoldedDocument", "find_documents", "fold", "fold_text", "read_document", "search_key"]
