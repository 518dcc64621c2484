"""The site as a Datasette plugin: people's pages beside Datasette's own tables, SQL, CSV and JSON.

It acts only for :class:`SiteDatasette`; every other Datasette in the same process stays as it is.
"""

from __future__ import annotations

import asyncio
import logging
import sys
import time
from collections.abc import Callable, Generator, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from datasette import hookimpl
from datasette.app import Datasette
from datasette.plugins import pm
from datasette.utils.asgi import Base400, Request, Response
from datasette.views.base import DatasetteError

from kokusai_extract.publish.site.asked import Answer
from kokusai_extract.publish.site.keeping import keeping
from kokusai_extract.publish.site.pages import ROUTES
from kokusai_extract.publish.site.queries import queries
from kokusai_extract.publish.site.safety import guard, hide_paths, with_safe_headers
from kokusai_extract.publish.site.site import Site, language_of

PLUGIN = __name__
LONG = ("/year/", "/budget", "/compare/")
"""How the addresses begin whose pages take longest to make; these wait for each other, so that no other page does."""

_workers, _patient = ThreadPoolExecutor(2, thread_name_prefix="site"), ThreadPoolExecutor(1, thread_name_prefix="long")
_log = logging.getLogger(__name__)


class SiteDatasette(Datasette):
    """Datasette with a site over its database. The plugin is registered when the first one is made."""

    def __init__(self, site: Site, *arguments: Any, **named: Any) -> None:
        self.site = site
        if not pm.has_plugin(PLUGIN):
            pm.register(sys.modules[__name__], PLUGIN)
        super().__init__(*arguments, **named)


def _site(datasette: Datasette) -> Site | None:
    return datasette.site if isinstance(datasette, SiteDatasette) else None


@hookimpl
def register_routes(datasette: Datasette) -> list[tuple[str, Callable[..., Any]]]:
    """Lead the addresses of :data:`ROUTES` to the site, and shut those that tell of the inside."""
    if _site(datasette) is None:
        return []
    return [
        (r"^/-/site/[0-9a-f]+/(?P<name>[^/]+)$", _static),
        *((rf"^{pattern}$", _page) for pattern, _ in ROUTES),
        *((rf"^{pattern}$", _shut) for pattern in hide_paths()),
    ]


async def _page(request: Request, datasette: SiteDatasette) -> Response:
    site = datasette.site
    if request.method not in ("GET", "HEAD"):
        return _response(site.sorry(405))
    path = request.scope.get("raw_path", b"").decode("ascii").partition("?")[0] or request.path
    loop = asyncio.get_running_loop()
    workers = _patient if path.startswith(LONG) else _workers
    answer, seconds = await loop.run_in_executor(workers, _made, site, path, request.query_string)
    response = _response(answer)
    response.headers["Server-Timing"] = f"make;dur={1000 * seconds:.1f}"
    return response


def _made(site: Site, path: str, query: str) -> tuple[Answer, float]:
    """Return an answer and the processor's seconds that it took, which no other request lengthens."""
    begun = time.thread_time()
    return site.answer(path, query), time.thread_time() - begun


async def _static(request: Request, datasette: SiteDatasette) -> Response:
    site = datasette.site
    return _response(site.static(request.url_vars["name"]) or site.sorry(404))


async def _shut(request: Request, datasette: SiteDatasette) -> Response:
    return _response(datasette.site.sorry(404, language=language_of(request.args.get("lang"))))


def _response(answer: Answer) -> Response:
    if answer.location:
        return Response.redirect(answer.location, answer.status)
    control = "public, max-age=31536000, immutable" if answer.lasting else "no-cache"
    return Response(answer.body, answer.status, {"Cache-Control": control}, answer.content_type)


@hookimpl
def extra_template_vars(datasette: Datasette, request: Request | None) -> dict[str, Any]:
    """Give Datasette's own pages what the site's head and foot need."""
    site = _site(datasette)
    if site is None:
        return {}
    return site.frame(language_of(request.args.get("lang") if request else None))


@hookimpl
def prepare_connection(conn: Any, datasette: Datasette) -> None:
    """Let no query ask where the database lies."""
    if _site(datasette):
        guard(conn)


@hookimpl
def canned_queries(datasette: Datasette, database: str) -> Mapping[str, Mapping[str, Any]]:
    """Offer the questions that researchers ask."""
    return queries() if _site(datasette) and database == "kokusai" else {}


@hookimpl
def asgi_wrapper(datasette: Datasette) -> Callable[[Any], Any]:
    """Put the content security policy and its like on every response, and answer again what was made before."""
    site = _site(datasette)
    return lambda app: with_safe_headers(keeping(app, site.kept)) if site else app


@hookimpl(hookwrapper=True)
def handle_exception(datasette: Datasette, request: Request, exception: Exception) -> Generator[None, Any, None]:
    """Tell the reader what is wrong with the request, and nothing of what went wrong inside.

    As a wrapper it takes the place of Datasette's own handler, which would print the traceback and local variables.
    """
    others = yield
    if site := _site(datasette):
        others.force_result([_sorry(site, request, exception)])


def _sorry(site: Site, request: Request, exception: Exception) -> Response:
    status, message = 500, ""
    if isinstance(exception, (Base400, DatasetteError)):
        status = exception.status
        message = str(getattr(exception, "message", None) or exception) if status < 500 and status != 404 else ""
    else:
        _log.error("a page failed", exc_info=exception)
    if request.path.endswith(".json"):
        return Response.json({"ok": False, "error": message or f"Error {status}", "status": status}, status=status)
    return _response(site.sorry(status, language=language_of(request.args.get("lang")), message=message))
