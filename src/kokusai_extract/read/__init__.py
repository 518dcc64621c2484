"""Bytes to pages: characters with their places, raw text untouched. The only stage that knows a PDF library."""
