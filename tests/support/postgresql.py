"""How does a test get a real PostgreSQL server? One of its own, once a session, which nobody else can reach."""

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

_USER = "postgres"  # it refuses to be run by root


@dataclass(frozen=True)
class PostgresServer:
    """A running server: its programs, its data folder, and where it listens."""

    programs: Path
    data: Path
    port: int

    def new_database(self, *, language: str = "") -> str:
        """Make an empty database, whose texts are ordered as in a language where one is named; return its address."""
        name = f"records_{uuid4().hex[:12]}"
        order = f" TEMPLATE template0 LOCALE_PROVIDER icu ICU_LOCALE '{language}'" if language else ""
        self.sql(f"CREATE DATABASE {name}{order}")
        return self.address(name)

    def database_of_nobody_special(self) -> str:
        """Make an empty database of a user for whom policies of rows hold, and return its address for that user."""
        address = self.new_database()
        name, user = address.rpartition("/")[2], f"pages_{uuid4().hex[:12]}"
        self.sql(f"CREATE ROLE {user} LOGIN")
        self.sql(f"ALTER DATABASE {name} OWNER TO {user}")
        return address.replace("//prezent@", f"//{user}@")

    def address(self, name: str) -> str:
        return f"postgresql://prezent@127.0.0.1:{self.port}/{name}"

    def sql(self, statement: str) -> None:
        import psycopg

        with psycopg.connect(self.address("postgres"), autocommit=True) as connection:
            connection.execute(statement)

    def start(self) -> None:
        options = f"-c listen_addresses=127.0.0.1 -p {self.port} -k {self.data.parent} -c fsync=off"
        _run(self.programs / "pg_ctl", "-D", self.data, "-o", options, "-l", self.data.parent / "log", "-w", "start")

    def stop(self) -> None:
        _run(self.programs / "pg_ctl", "-D", self.data, "-m", "immediate", "-w", "stop")


def programs() -> Path | None:
    """Return the folder of PostgreSQL's programs; None where there are none."""
    found = shutil.which("initdb")
    folders = [Path(found).resolve().parent] if found else []
    folders += sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda each: each.parent.name, reverse=True)
    return next((folder for folder in folders if (folder / "pg_ctl").exists()), None)


@contextmanager
def running_server(place: Path) -> Iterator[PostgresServer]:
    """Give a server of the programs in a folder on a free port of this computer, whose data are gone afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="prezent-pg-"))
    if os.geteuid() == 0:
        shutil.chown(folder, _USER)
    server = PostgresServer(place, folder / "data", _free_port())
    try:
        _run(
            place / "initdb", "-D", server.data, "-A", "trust", "-U", "prezent", "-E", "UTF8", "--locale=C", "--no-sync"
        )
        server.start()
        yield server
        server.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _run(*command: object) -> None:
    user = _USER if os.geteuid() == 0 else None
    done = subprocess.run(
        list(map(str, command)), user=user, cwd="/", check=False, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    )
    assert done.returncode == 0, done.stderr.decode()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
