"""Where may the service listen, and what has to be there first?"""

from pathlib import Path

import pytest

from features.errors import Refused, UsageError
from serving.deployment.reached import BY_THIS_COMPUTER, Reached, allowed_address, reached_by

NAMES = ("prezent.school.example",)
PROXY = Reached(proxy="10.0.0.2")


@pytest.fixture
def pair(tmp_path: Path) -> tuple[Path, Path]:
    """A certificate and its key; only that they are there counts here."""
    found = (tmp_path / "cert.pem", tmp_path / "key.pem")
    for file in found:
        file.touch()
    return found


@pytest.mark.parametrize("host", ["127.0.0.1", "127.8.8.8", "::1", "localhost"])
@pytest.mark.parametrize("has_people", [True, False])
def test_every_address_of_this_computer_will_do(host: str, has_people: bool) -> None:
    found = allowed_address(host, BY_THIS_COMPUTER, has_people=has_people, names=())
    assert found == ("127.0.0.1" if host == "localhost" else host)


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.10", "school.example", ""])
@pytest.mark.parametrize(
    ("reached", "has_people"), [(BY_THIS_COMPUTER, True), (PROXY, False), (BY_THIS_COMPUTER, False)]
)
def test_no_other_address_without_people_and_tls(host: str, reached: Reached, has_people: bool) -> None:
    with pytest.raises(Refused, match="only where people sign in"):
        allowed_address(host, reached, has_people=has_people, names=NAMES)


def test_with_people_and_tls_any_address_will_do(pair: tuple[Path, Path]) -> None:
    for reached in (reached_by(*pair, proxy=None), reached_by(None, None, proxy="10.0.0.2")):
        assert allowed_address("0.0.0.0", reached, has_people=True, names=NAMES) == "0.0.0.0"
        assert allowed_address("192.168.1.10", reached, has_people=True, names=()) == "192.168.1.10"


def test_where_every_address_is_listened_at_a_name_is_needed() -> None:
    with pytest.raises(Refused, match="hosts ="):
        allowed_address("0.0.0.0", PROXY, has_people=True, names=())


def test_half_a_certificate_both_ways_and_no_address_are_refused(pair: tuple[Path, Path]) -> None:
    certificate, key = pair
    for files in ((certificate, None), (None, key)):
        with pytest.raises(UsageError):
            reached_by(*files, proxy=None)
    for proxy in ("*", "proxy.example", "10.0.0.0/8"):
        with pytest.raises(UsageError):
            reached_by(None, None, proxy=proxy)
    with pytest.raises(UsageError, match="instead"):
        reached_by(certificate, key, proxy="10.0.0.2")
    with pytest.raises(UsageError, match="no file"):
        reached_by(certificate, key.with_name("gone.pem"), proxy=None)
