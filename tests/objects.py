"""PDFs put together object by object, for what no program would write."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

HELVETICA = b"<</Font<</F1<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>"


def stream(data: bytes, entries: bytes = b"") -> bytes:
    """Return a stream object."""
    return b"<</Length %d%s>>stream\n%s\nendstream" % (len(data), entries, data)


def assemble(objects: Mapping[int, bytes], trailer: bytes = b"") -> bytes:
    """Return a PDF of these objects, with a cross-reference table. Object 1 is the catalog."""
    parts = [b"%PDF-1.7\n"]
    length = len(parts[0])
    places = {}
    for number, body in objects.items():
        places[number] = length
        parts.append(b"%d 0 obj%s\nendobj\n" % (number, body))
        length += len(parts[-1])
    entries = [
        b"%010d %05d %s \n" % (places.get(n, 0), 0, b"n" if n in places else b"f") for n in range(max(places) + 1)
    ]
    parts.append(b"xref\n0 %d\n%s" % (len(entries), b"".join(entries)))
    parts.append(b"trailer<</Size %d/Root 1 0 R%s>>\nstartxref\n%d\n%%%%EOF" % (len(entries), trailer, length))
    return b"".join(parts)


def pages(*contents: bytes, resources: bytes = HELVETICA, box: bytes = b"0 0 595 842", **more: bytes) -> bytes:
    """Return a PDF whose pages run these commands. ``more`` are further objects, by the name o12 for number 12."""
    count = len(contents)
    kids = b" ".join(b"%d 0 R" % (10 * n) for n in range(1, count + 1))
    objects = {
        1: b"<</Type/Catalog/Pages 2 0 R>>",
        2: b"<</Type/Pages/Kids[%s]/Count %d>>" % (kids, count),
    }
    for n, commands in enumerate(contents, 1):
        objects[10 * n] = b"<</Type/Page/Parent 2 0 R/MediaBox[%s]/Contents %d 0 R/Resources%s>>" % (
            box,
            10 * n + 1,
            resources,
        )
        objects[10 * n + 1] = stream(commands)
    return assemble({**objects, **{int(name[1:]): body for name, body in more.items()}})


def lettered(names: Mapping[int, str], printed: Iterable[int], collection: bytes = b"Identity") -> bytes:
    """Return a page that prints glyphs by number, in a font whose character map gives them these names."""
    entries = b"\n".join(b"<%04X> <%s>" % (n, c.encode("utf-16-be").hex().encode()) for n, c in names.items())
    return pages(
        b"BT /F1 10 Tf 1 0 0 1 50 700 Tm <%s> Tj ET" % b"".join(b"%04X" % number for number in printed),
        resources=b"<</Font<</F1 3 0 R>>>>",
        o3=b"<</Type/Font/Subtype/Type0/BaseFont/Some/Encoding/Identity-H/DescendantFonts[4 0 R]/ToUnicode 5 0 R>>",
        o4=b"<</Type/Font/Subtype/CIDFontType2/BaseFont/Some/CIDSystemInfo"
        b"<</Registry(Adobe)/Ordering(%s)/Supplement 0>>/DW 1000>>" % collection,
        o5=stream(b"begincmap\n%d beginbfchar\n%s\nendbfchar\nendcmap\n" % (len(names), entries)),
    )
