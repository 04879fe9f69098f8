"""How long a school's year takes to be read: 400 pupils, 20,000 absences and 30,000 marks in one XLSX.

    python benchmarks/sheet_speed.py [--pupils 400] [--absences 20000] [--marks 30000]

Two layouts: an event a row, and lists in the cells of a sheet a class. The goal is 5 s each.
"""

import argparse
import datetime as dt
import platform
import random
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.support.sheets.books import Book, imported

SUBJECTS = ("Matematică", "Lb. română", "Istorie", "Fizică", "Chimie", "Biologie", "Geografie", "Lb. engleză")
DAYS = [dt.date(2025, 9, 8) + dt.timedelta(days=day) for day in range(270)]


def main() -> None:
    options = argparse.ArgumentParser()
    for name, size in (("pupils", 400), ("absences", 20_000), ("marks", 30_000)):
        options.add_argument(f"--{name}", type=int, default=size)
    chosen = options.parse_args()
    print(f"{platform.machine()}, {dt.datetime.now(tz=dt.UTC):%Y-%m-%d}, seed 1")
    for what, book in (("an event a row", _events(chosen)), ("lists in cells", _lists(chosen))):
        with tempfile.TemporaryDirectory() as folder:
            path = book.write(Path(folder))
            begun, own = time.perf_counter(), time.process_time()
            tables = imported(path).records.tables
            taken, own = time.perf_counter() - begun, time.process_time() - own
            sizes = ", ".join(f"{len(frame)} {name}" for name, frame in tables.items())
            print(
                f"{what}: {taken:.2f} s, {own:.2f} s of the processor ({sizes}; {path.stat().st_size / 2**20:.1f} MB)"
            )


def _pupils(count: int) -> list[tuple[int, str, str]]:
    classes = [f"{level} {letter}" for level in ("V", "VI", "VII", "VIII") for letter in "ABCD"]
    return [(1000 + place, f"Elev{place} Nr{place}", classes[place % len(classes)]) for place in range(count)]


def _events(chosen: argparse.Namespace) -> Book:
    chance, pupils = random.Random(1), _pupils(chosen.pupils)
    absences = [["Nr. matricol", "Elev", "Clasa", "Data", "Disciplina", "Ore", "Motivată"]]
    marks = [["Nr. matricol", "Elev", "Clasa", "Data", "Disciplina", "Nota"]]
    for _ in range(chosen.absences):
        absences.append(
            [*chance.choice(pupils), chance.choice(DAYS), chance.choice(SUBJECTS), 1, chance.choice(["da", "nu"])]
        )
    for _ in range(chosen.marks):
        marks.append(
            [*chance.choice(pupils), f"{chance.choice(DAYS):%d.%m.%Y}", chance.choice(SUBJECTS), chance.randint(3, 10)]
        )
    return Book({"Absențe": absences, "Note": marks})


def _lists(chosen: argparse.Namespace) -> Book:
    chance, pupils = random.Random(1), _pupils(chosen.pupils)
    cells = chosen.pupils * len(SUBJECTS)
    sheets: dict[str, list[list[object]]] = {}
    for number, name, label in pupils:
        head = [
            "Nr. matricol",
            "Elev",
            *(f"{subject} - {part}" for subject in SUBJECTS for part in ("note", "absențe")),
        ]
        row: list[object] = [number, name]
        for _ in SUBJECTS:
            row.append(
                "; ".join(f"{chance.randint(3, 10)}/{day:%d.%m}" for day in chance.sample(DAYS, chosen.marks // cells))
            )
            row.append(
                ", ".join(
                    f"{day:%d.%m}{chance.choice(['', 'm'])}" for day in chance.sample(DAYS, chosen.absences // cells)
                )
            )
        sheets.setdefault(label, [head]).append(row)
    return Book(sheets)


if __name__ == "__main__":
    main()
