"""How the service is reached: by this computer, by TLS with a certificate of its own, or through a proxy."""

import ipaddress
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from features.errors import Refused, UsageError
from features.i18n.text import Bilingual


@dataclass(frozen=True)
class Reached:
    """The files of a certificate and its key, or the address of the proxy whose X-Forwarded headers are believed."""

    certificate: Path | None = None
    key: Path | None = None
    proxy: str | None = None

    @property
    def is_secure(self) -> bool:
        """Whether everybody comes by TLS."""
        return self.certificate is not None or self.proxy is not None

    @property
    def scheme(self) -> str:
        """How the address begins at which this process listens itself."""
        return "https" if self.certificate else "http"


BY_THIS_COMPUTER = Reached()


def reached_by(certificate: Path | None, key: Path | None, *, proxy: str | None) -> Reached:
    """Return how the service is reached.

    Raises
    ------
    UsageError
        If one of the two files is missing, both ways are given, or the proxy's address is none.
    """
    if (certificate is None) != (key is None) or (certificate and proxy):
        raise UsageError(
            Bilingual(
                "TLS needs --tls-cert and --tls-key together, or --behind-proxy ADDRESS instead of both.",
                "Pentru TLS sunt necesare --tls-cert și --tls-key împreună, sau --behind-proxy ADRESĂ în locul lor.",
            )
        )
    for file in (certificate, key):
        if file is not None and not file.is_file():
            raise UsageError(Bilingual(f"There is no file {file}.", f"Nu există fișierul {file}."))
    if proxy is not None and _address(proxy) is None:
        raise UsageError(
            Bilingual(
                f"The proxy's address is {proxy}; write one address such as 10.0.0.2.",
                f"Adresa serverului proxy este {proxy}; scrieți o adresă precum 10.0.0.2.",
            )
        )
    return Reached(certificate, key, proxy)


def allowed_address(host: str, reached: Reached, *, has_people: bool, names: Sequence[str]) -> str:
    """Return the address to listen on: of this computer, or any where people sign in, by TLS, under a name.

    >>> allowed_address("localhost", BY_THIS_COMPUTER, has_people=False, names=())
    '127.0.0.1'

    Raises
    ------
    Refused
        If the service could be reached from elsewhere without people, without TLS or without a name.
    """
    address = _address("127.0.0.1" if host == "localhost" else host)
    if address is not None and address.is_loopback:
        return str(address)
    if address is None or not has_people or not reached.is_secure:
        raise Refused(
            Bilingual(
                f"The service does not listen on {host}: from elsewhere it is reached only where people sign in "
                "('prezent people add', --pages) and by TLS (--tls-cert and --tls-key, or --behind-proxy ADDRESS), at "
                "an address in figures. Use --host 127.0.0.1.",
                f"Serviciul nu ascultă la {host}: de pe alte calculatoare se ajunge la el numai cu conturi („prezent "
                "people add”, --pages) și prin TLS (--tls-cert și --tls-key, sau --behind-proxy ADRESĂ), la o adresă "
                "scrisă în cifre. Folosiți --host 127.0.0.1.",
            )
        )
    if address.is_unspecified and not names:
        raise Refused(
            Bilingual(
                'The service answers to its own names only; configure the one people type, such as hosts = "prezent.'
                'school.example" in config.toml.',
                "Serviciul răspunde numai la numele sale; configurați-l pe cel pe care îl scriu oamenii, de exemplu "
                'hosts = "prezent.school.example" în config.toml.',
            )
        )
    return str(address)


def _address(text: str) -> "ipaddress.IPv4Address | ipaddress.IPv6Address | None":
    try:
        return ipaddress.ip_address(text)
    except ValueError:
        return None
