"""What records hold that no model looks at, and how it could."""

from collections.abc import Iterator

import pandas as pd

from features.i18n.text import Bilingual
from features.records.records import Records, tables_with
from features.schema.problems import in_quotes
from features.schema.track_words import unknown_tracks

_SHOWN_TRACKS = 5


def unseen(records: Records) -> Iterator[Bilingual]:
    """Yield a sentence for each thing that is checked and kept, and that no feature, list or label looks at."""
    kept = [
        f"{table.name}.{column.name}"
        for table in tables_with(records.declared)
        for column in table.columns
        if column.kept_only and records[table.name][column.name].notna().any()
    ]
    if kept:
        names = ", ".join(kept)
        yield Bilingual(
            f"Kept, but no model looks at: {names}.", f"Se păstrează, dar niciun model nu folosește: {names}."
        )
    if len(records["incidents"]) and not records.declared.words.incidents:
        yield Bilingual(
            "Kinds of incidents are counted together; to have each counted, declare them in prezent.toml: "
            "[incidents.KIND].",
            "Felurile de abateri se numără împreună; pentru a fi numărat fiecare, declarați-le în prezent.toml: "
            "[incidents.FEL].",
        )
    yield from _tracks(records)


def _tracks(records: Records) -> Iterator[Bilingual]:
    tracks = [str(track) for track in pd.unique(records["enrolments"]["track"]) if not pd.isna(track)]
    declared = [word for track in records.declared.words.tracks for word in track.words]
    unknown = unknown_tracks(tracks, declared)
    if unknown:
        shown = list(map(in_quotes, unknown[:_SHOWN_TRACKS]))
        rest = len(unknown) - len(shown)
        english = ", ".join(track.en for track in shown) + (f" and {rest} more" if rest else "")
        romanian = ", ".join(track.ro for track in shown) + (f" și încă {rest}" if rest else "")
        yield Bilingual(
            f"Tracks in which no model finds a word it knows: {english}; declare their words in prezent.toml: "
            "[tracks.NAME].",
            f"Filiere sau profiluri în care niciun model nu găsește un cuvânt cunoscut: {romanian}; declarați-le "
            "cuvintele în prezent.toml: [tracks.NUME].",
        )
