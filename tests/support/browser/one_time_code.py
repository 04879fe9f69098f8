"""The six digits that an authenticator app shows, from the key that the page of the second factor tells."""

import base64
import hashlib
import hmac
import struct
import time

SECONDS = 30


def code_now(secret: str, *, at: float | None = None) -> str:
    """Return the code of a moment (RFC 6238).

    >>> code_now("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ", at=59)
    '287082'
    """
    counter = int((time.time() if at is None else at) // SECONDS)
    digest = hmac.digest(base64.b32decode(secret), struct.pack(">Q", counter), hashlib.sha1)
    place = digest[-1] & 0xF
    number = struct.unpack(">I", digest[place : place + 4])[0] & 0x7FFFFFFF
    return f"{number % 10**6:06}"
