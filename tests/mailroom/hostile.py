"""Mails made to make a reader of mail fall over, burn, or do what it should not."""

import base64
import gzip
from collections.abc import Callable
from typing import Final

_HEAD: Final = b"From: x@voorbeeld.example\r\nTo: info@vaartberg.example\r\nMIME-Version: 1.0\r\n"


def _with(head: bytes, body: bytes = b"dag\r\n") -> bytes:
    return _HEAD + head + b"\r\n" + body


def _nested(depth: int) -> bytes:
    mark = b"".join(
        b'Content-Type: multipart/mixed; boundary="b%d"\r\n\r\n--b%d\r\n' % (level, level) for level in range(depth)
    )
    return _HEAD + mark + b"Content-Type: text/plain\r\n\r\ndiep\r\n"


def _messages_in_messages(depth: int) -> bytes:
    return _HEAD + b"Content-Type: message/rfc822\r\n\r\n" * depth + b"dag\r\n"


def _parts(count: int) -> bytes:
    parts = b"".join(b"--b\r\nContent-Type: text/plain\r\n\r\nstuk %d\r\n" % number for number in range(count))
    return _with(b'Content-Type: multipart/mixed; boundary="b"\r\n', parts + b"--b--\r\n")


def _files(count: int) -> bytes:
    part = b'--b\r\nContent-Disposition: attachment; filename="%d.bin"\r\n\r\nx\r\n'
    return _with(
        b'Content-Type: multipart/mixed; boundary="b"\r\n', b"".join(part % n for n in range(count)) + b"--b--\r\n"
    )


def _continued(count: int) -> bytes:
    pieces = b"".join(b";\r\n name*%d=x" % number for number in range(count))
    return _with(b"Content-Type: application/pdf" + pieces + b"\r\n")


def _html(body: bytes) -> bytes:
    return _with(b"Content-Type: text/html; charset=utf-8\r\n", body)


def _zip_bomb() -> bytes:
    content = base64.encodebytes(gzip.compress(b"\0" * 50_000_000))
    head = b'Content-Type: application/gzip; name="bom.gz"\r\nContent-Transfer-Encoding: base64\r\n'
    return _with(head, content)


HOSTILE: Final[dict[str, Callable[[], bytes]]] = {
    "nothing but noise": lambda: bytes(range(256)) * 400,
    "only nul": lambda: b"\0" * 100_000,
    "one byte": lambda: b"x",
    "only a body": lambda: b"\r\n\r\ndag",
    "ten thousand headers": lambda: _with(b"".join(b"X-%d: y\r\n" % number for number in range(10_000))),
    "a subject of a megabyte": lambda: _with(b"Subject: " + b"x" * 1_000_000 + b"\r\n"),
    "a subject in a hundred thousand folds": lambda: _with(b"Subject: x" + b"\r\n x" * 60_000 + b"\r\n"),
    "a subject of encoded words": lambda: _with(b"Subject: " + b"=?utf-8?q?=C3?= " * 8_000 + b"\r\n"),
    "open parentheses in From": lambda: b"From: " + b"(" * 250 + b"\r\n\r\ndag",
    "a forest of parentheses in From": lambda: b"From: " + b"(" * 200_000 + b"\r\n\r\ndag",
    "a thousand senders": lambda: b"From: " + b"a@b.example, " * 10_000 + b"\r\n\r\ndag",
    "nested a thousand deep": lambda: _nested(1_000),
    "nested a hundred deep": lambda: _nested(100),
    "mails in mails": lambda: _messages_in_messages(5_000),
    "twenty thousand parts": lambda: _parts(20_000),
    "a thousand files": lambda: _files(1_000),
    "a name in twenty thousand pieces": lambda: _continued(20_000),
    "a name in five hundred pieces": lambda: _continued(500),
    "a name without a value": lambda: _with(b"Content-Disposition: attachment; name*\r\nContent-Type: a/b; name*=\r\n"),
    "a boundary that never comes": lambda: _with(
        b'Content-Type: multipart/mixed; boundary="nooit"\r\n', b"x" * 500_000
    ),
    "a multipart without boundary": lambda: _with(b"Content-Type: multipart/mixed\r\n"),
    "an empty boundary": lambda: _with(b'Content-Type: multipart/mixed; boundary=""\r\n', b"--\r\n\r\n--\r\n" * 50_000),
    "a charset that does not exist": lambda: _with(b"Content-Type: text/plain; charset=klingon\r\n", b"caf\xe9"),
    "a charset that is a trick": lambda: _with(
        b"Content-Type: text/plain; charset=punycode\r\n", b"x-" + b"z" * 300_000
    ),
    "a charset that runs away": lambda: _with(b"Content-Type: text/plain; charset*=utf-8''%00%00\r\n"),
    "broken base64": lambda: _with(b"Content-Transfer-Encoding: base64\r\n", b"=" * 100_000 + b"\xff\xfe!"),
    "a transfer encoding that does not exist": lambda: _with(
        b"Content-Transfer-Encoding: x-uuencode\r\n", b"begin 644\r\n"
    ),
    "html a hundred thousand deep": lambda: _html(b"<div>" * 100_000),
    "html of formatting that never closes": lambda: _html(b"<b><i><font><a href=x>" * 20_000),
    "html quotes three thousand deep": lambda: _html(b"<blockquote>x" * 3_000),
    "html tables in tables": lambda: _html(b"<table><tr><td>" * 20_000),
    "html attributes": lambda: _html(b"<p " + b"a=b " * 200_000 + b">x"),
    "html entities": lambda: _html(b"&lt;" * 400_000),
    "html that does": lambda: _html(
        b"<script>alert(1)</script><img src=x onerror=alert(1)><svg onload=alert(1)><a href='javascript:alert(1)'>x</a>"
        b"<iframe src=//kwaad.example></iframe><form action=//kwaad.example><input></form><style>*{}</style>"
        b"<img src='https://kwaad.example/pixel.png'><meta http-equiv=refresh content='0;url=//kwaad.example'>"
    ),
    "quotes without end": lambda: _with(b"", b">" * 2_000_000),
    "a line of ten megabytes": lambda: _with(b"", b"x" * 10_000_000),
    "flowed without end": lambda: _with(b"Content-Type: text/plain; format=flowed\r\n", b"x \r\n" * 500_000),
    "a packed bomb": _zip_bomb,
    "references without end": lambda: _with(b"References: " + b"<a@b.example> " * 15_000 + b"\r\n"),
    "a header that hides another": lambda: (
        b"From: a@b.example\rBcc: c@d.example\r\nSubject: x\r\n =?utf-8?q?=0D=0ABcc:_e@f.example?=\r\n\r\ndag"
    ),
    "a null in everything": lambda: (
        b"From: a\0@b.example\r\nSubject: \0\0\r\nMessage-ID: <\0@b.example>\r\n\r\n\0\0dag"
    ),
    "half a surrogate": lambda: _with(
        b"Subject: =?utf-16?b?2AA=?=\r\nContent-Type: text/plain; charset=utf-16\r\n", b"\x00\xd8"
    ),
    "a report about everything": lambda: _with(
        b'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\r\n',
        b"--b\r\nContent-Type: message/delivery-status\r\n\r\n" + b"Action: failed\r\n\r\n" * 50_000 + b"--b--\r\n",
    ),
    "forty megabytes": lambda: _with(
        b'Content-Type: application/pdf; name="x.pdf"\r\nContent-Transfer-Encoding: base64\r\n',
        (b"A" * 76 + b"\r\n") * 500_000,
    ),
    "a hundred megabytes": lambda: _with(b"", b"x" * 77 * 1_300_000),
}
"""By what they do; each makes the bytes when asked."""
