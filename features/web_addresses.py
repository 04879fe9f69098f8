"""Addresses of other programs, shown without the names and passwords that may be in them."""

import re

# A password may hold a slash; after a name and a colon everything is one, up to the last @.
_CREDENTIALS = re.compile(r"(?<=://)[^\s/?#:@]*(?::\S*)?@")
_SECRET_ARGUMENT = re.compile(
    r"(?i)\b((?:[\w-]*(?:password|passwd|secret|token|api_?key|access_?key|signature)[\w-]*|pwd|sig)=)[^&\s#;,'\"]+"
)


def without_passwords(text: str) -> str:
    """Return a text in which no address has a name or password before its host, or a secret among its arguments.

    >>> without_passwords("https://ana:se:cret@ml.example/x?token=abc&page=2 did not answer")
    'https://ml.example/x?token=***&page=2 did not answer'
    """
    return _SECRET_ARGUMENT.sub(r"\1***", _CREDENTIALS.sub("", text))
