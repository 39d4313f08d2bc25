"""How the files of a page are served, and what a browser may do with them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path

from aiohttp import web

FOLDER = Path(__file__).parent / "static"

POLICY: Mapping[str, str] = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "connect-src": "'self'",
    "img-src": "'self' blob:",
    "form-action": "'none'",
    "frame-ancestors": "'none'",
    "base-uri": "'none'",
}
"""What a page of conversations needs: its own files, and pictures that were chosen and not yet sent (`blob:`)."""

TYPES: Mapping[str, str] = {
    ".css": "text/css; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
}
"""What the files of pages are, by how their names end; the tables of machines differ."""


def security_headers(policy: Mapping[str, str] = POLICY) -> dict[str, str]:
    """Return what tells the browser how little a page needs."""
    return {
        "Content-Security-Policy": "; ".join(f"{what} {where}" for what, where in policy.items()),
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "no-referrer",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Cache-Control": "no-store",
    }


def file(path: Path) -> web.Response:
    """Return a file of a page.

    It is small, and read whole: what streams it would be left with an open file where a browser hangs up.
    """
    return web.Response(body=path.read_bytes(), headers={"Content-Type": TYPES[path.suffix]})


def files_of(folder: Path) -> Callable[[web.Request], Awaitable[web.Response]]:
    """Return what answers with the file of `folder` that the address names."""
    names = frozenset(file.name for file in folder.iterdir())

    async def answer(request: web.Request) -> web.Response:
        name = request.match_info["name"]
        # Compared with what is there, not joined first: no name leads out of the folder.
        if name not in names:
            raise web.HTTPNotFound
        return file(folder / name)

    return answer


def routes() -> list[web.AbstractRouteDef]:
    """Return the addresses of the component's files."""
    return [web.get("/conversation/{name}", files_of(FOLDER))]
