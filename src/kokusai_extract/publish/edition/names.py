"""The file of each page: readable where its address is plain, short and of ASCII, else named by a hash of it.

So the names hold on any file system and inside any bag.
"""

from __future__ import annotations

import hashlib
import re
from functools import lru_cache

from kokusai_extract.validate.catalog import Language

_PLAIN = re.compile(r"[a-z0-9][a-z0-9-]{0,47}")


@lru_cache(maxsize=50_000)
def file_of(address: str) -> str:
    """Return the file of an address, below the folder of its language.

    >>> file_of("/"), file_of("/compare/2015/2022"), file_of("/document/doc-1/page/3"), file_of("/findings?page=2")
    ('index.html', 'compare/2015-2022.html', 'document/doc-1-page-3.html', 'findings/page-2.html')
    >>> file_of("/year/2015/国際局")
    'year/890a410a2f446b60.html'
    """
    kind, _, rest = address.strip("/").replace("?", "/", 1).partition("/")
    if not rest:
        return f"{kind or 'index'}.html"
    plain = re.sub(r"[/=&]", "-", rest)
    name = plain if _PLAIN.fullmatch(plain) else hashlib.sha256(rest.encode()).hexdigest()[:16]
    return f"{kind}/{name}.html"


def in_language(file: str, language: Language) -> str:
    """Return a page's file below the edition: Japanese at the top, English in a folder of its own."""
    return file if language == "ja" else f"{language}/{file}"


def picture_of(document: str, page: int) -> str:
    """Return the file of a page's picture."""
    return f"picture/{document}-{page}.png"
