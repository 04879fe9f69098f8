"""How do the pages stand 10,000 attempts to log in: does one get in, is each in the log, and how long does it take?

A service of its own on this computer, with one person in it; half of the guesses are for that person, half for names
that are nobody's, by several threads at once. The last attempt is the right password, which must not open either.

    python benchmarks/log_in_attempts.py --attempts 10000
"""

import argparse
import logging
import tempfile
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import uvicorn

PASSWORD = "a calm sentence about apples"
NAME = "ana@school.example"
PORT = 3917
TOKEN = "a" * 32


def main() -> None:
    """Try, count and say."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--attempts", type=int, default=10_000)
    parser.add_argument("--threads", type=int, default=8)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        server = _serve(Path(folder))
        begun = time.perf_counter()
        with ThreadPoolExecutor(asked.threads) as threads:
            answers = Counter(threads.map(_try, range(asked.attempts)))
        seconds = time.perf_counter() - begun
        answers["right password", _try(None)] += 1
        server.should_exit = True
        from django.db.models import Count

        from serving.web.audit.chain import faults
        from serving.web.audit.models import Entry

        logged = dict(Entry.objects.values_list("action").annotate(Count("pk")))
        print(f"{asked.attempts} attempts in {seconds:.0f} s, {1000 * seconds / asked.attempts:.1f} ms each")
        print(f"answers: {dict(answers)}")
        print(f"in the log: {logged}; faults of the chain: {list(faults())}")


def _serve(folder: Path) -> uvicorn.Server:
    from serving.web.configuration.django_settings import configure
    from serving.web.configuration.start import PagesStart
    from serving.web.site.application import bring_up_to_date

    configure(PagesStart(folder, f"sqlite:///{folder}/pages.sqlite", "k" * 50, language="en"))
    bring_up_to_date()
    logging.getLogger("django.request").setLevel(logging.ERROR)
    from django.core.asgi import get_asgi_application

    from serving.web.accounts.models import User

    User.objects.create_user(NAME, password=PASSWORD)
    server = uvicorn.Server(uvicorn.Config(get_asgi_application(), port=PORT, log_level="critical", lifespan="off"))
    threading.Thread(target=server.run, daemon=True).start()
    while not server.started:
        time.sleep(0.05)
    return server


def _try(number: int | None) -> str:
    """Try a password as a program of somebody's would, which makes up the token of the form; return the answer."""
    cookies = {"csrftoken": TOKEN}
    with httpx.Client(
        base_url=f"http://127.0.0.1:{PORT}", cookies=cookies, trust_env=False, verify=False, timeout=120
    ) as client:
        name = NAME if number is None or number % 2 else f"nobody-{number}@school.example"
        password = PASSWORD if number is None else f"guess {number}"
        body = {"login": name, "password": password, "csrfmiddlewaretoken": TOKEN}
        answer = client.post("/account/login/", data=body)
        return "got in" if "prezent_session" in answer.cookies else f"{answer.status_code}"


if __name__ == "__main__":
    main()
