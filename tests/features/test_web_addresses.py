"""No name, password or token of an address is shown."""

import pytest

from features.errors import OutsideServiceError
from features.i18n.text import Bilingual
from features.web_addresses import without_passwords


@pytest.mark.parametrize(
    "address",
    [
        "https://ana:secret@mlflow.example", "https://secret@mlflow.example/x", "http://ana:se/secret@mlflow.example:5000",
        "postgresql+psycopg2://ana:se@secret@db.example/mlflow", "https://ml.example/?token=secret",
        "https://ml.example/?a=1&api_key=secret&b=2", "mysql://db.example/x?password=secret", "https://x/?sig=secret",
        "https://ana:secret%40x@mlflow.example", "https://:secret@mlflow.example", "https://x/?access_token=secret#a",
    ],
)  # fmt: skip
def test_a_secret_of_an_address_is_never_shown(address: str) -> None:
    told = OutsideServiceError(Bilingual(f"MLflow at {address} is away.", f"MLflow de la {address} lipsește."))
    for text in (without_passwords(f"<{address}> {address}/api did not answer"), str(told), *told.sentences("ro")):
        assert "secret" not in text
    assert "example" in without_passwords(address) or "//x/" in without_passwords(address)


@pytest.mark.parametrize(
    "text",
    [
        "http://127.0.0.1:5000/a/b did not answer", "sqlite:////home/ana@school/var/mlflow.db", "ana@school.example",
        "postgresql://db.example/mlflow?sslmode=require", "tokens = 3; the password is not here",
    ],
)  # fmt: skip
def test_everything_else_is_shown_as_it_is(text: str) -> None:
    assert without_passwords(text) == text
