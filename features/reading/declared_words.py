"""Words of their own that records declare: parts of tracks, kinds of incidents, outcomes."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from features.i18n.text import Bilingual
from features.identity_numbers import has_identity_number
from features.reading.declaration_values import (
    NAME,
    TRUTH,
    WORDS,
    entries,
    is_word,
    unknown_keys,
    value_problem,
)
from features.schema.problems import Problem
from features.schema.tables import ENDING_OUTCOMES, OUTCOMES

_NEW_NAME = Bilingual(
    "a new name of lower-case letters, digits and _", "un nume nou, din litere mici, cifre și _"
)  # fmt: skip
_LIST = Bilingual("a list of words in quotes", "o listă de cuvinte între ghilimele")

T = TypeVar("T")


@dataclass(frozen=True)
class DeclaredTrack:
    """A part of tracks that is a feature of its own: who has one of these words in the track."""

    name: str
    words: tuple[str, ...]
    meaning: Bilingual


@dataclass(frozen=True)
class IncidentKind:
    """A kind of incident that is a feature of its own."""

    name: str
    meaning: Bilingual


@dataclass(frozen=True)
class OwnOutcome:
    """An outcome beside those of the schema; one that ends the story takes the child off the lists."""

    name: str
    meaning: Bilingual
    ends_story: bool = False


@dataclass(frozen=True)
class DeclaredWords:
    """The words that records declare; where no kinds of incidents are, any word is one."""

    tracks: tuple[DeclaredTrack, ...] = ()
    incidents: tuple[IncidentKind, ...] = ()
    outcomes: tuple[OwnOutcome, ...] = ()

    @property
    def own_outcomes(self) -> tuple[str, ...]:
        """The names of the declared outcomes."""
        return tuple(outcome.name for outcome in self.outcomes)

    @property
    def outcome_words(self) -> dict[str, Bilingual]:
        """What the declared outcomes are called."""
        return {outcome.name: outcome.meaning for outcome in self.outcomes}

    @property
    def outcome_names(self) -> tuple[str, ...]:
        """Every outcome that may be written down."""
        return (*OUTCOMES, *self.own_outcomes)

    @property
    def events(self) -> tuple[str, ...]:
        """Those declared outcomes that happen beside the story: no other outcome corrects them, they correct none."""
        return tuple(outcome.name for outcome in self.outcomes if not outcome.ends_story)

    @property
    def ending_outcomes(self) -> tuple[str, ...]:
        """Those outcomes that end a child's story."""
        return (*ENDING_OUTCOMES, *(outcome.name for outcome in self.outcomes if outcome.ends_story))


def parse_words(content: Mapping[str, Any]) -> tuple[DeclaredWords, list[Problem]]:
    """Read the sections of words in ``prezent.toml``, with every problem found on the way."""
    tracks, of_tracks = _each(content, "tracks", _track)
    incidents, of_incidents = _each(content, "incidents", _incident)
    outcomes, of_outcomes = _each(content, "outcomes", _outcome)
    return DeclaredWords(tracks, incidents, outcomes), of_tracks + of_incidents + of_outcomes


def _each(
    content: Mapping[str, Any], key: str, read: Callable[[str, Mapping[str, Any]], tuple[T, list[Problem]]]
) -> tuple[tuple[T, ...], list[Problem]]:
    """Read every section under a key; one with a mistake is told and still counts, so that its words are known."""
    sections, problems = entries(content, key)
    made = [read(name, entry) for name, entry in sections.items()]
    return tuple(each for each, _ in made), problems + [problem for _, found in made for problem in found]


def _track(name: str, entry: Mapping[str, Any]) -> tuple[DeclaredTrack, list[Problem]]:
    where, words = f"tracks.{name}", entry.get("words", [name])
    problems = _problems(where, entry, {"words"}, good_name=bool(NAME.fullmatch(name)))
    if not isinstance(words, list) or not words or not all(map(is_word, words)):
        problems.append(value_problem(f"{where}.words", words, _LIST))
        words = [name]
    return DeclaredTrack(name, tuple(words), _meaning(name, entry)), problems


def _incident(name: str, entry: Mapping[str, Any]) -> tuple[IncidentKind, list[Problem]]:
    good = is_word(name) and not has_identity_number(name)
    problems = _problems(f"incidents.{name}", entry, set(), good_name=good)
    return IncidentKind(name.strip(), _meaning(name, entry)), problems


def _outcome(name: str, entry: Mapping[str, Any]) -> tuple[OwnOutcome, list[Problem]]:
    where, ends = f"outcomes.{name}", entry.get("ends_story", False)
    good = bool(NAME.fullmatch(name)) and name not in OUTCOMES
    problems = _problems(where, entry, {"ends_story"}, good_name=good)
    if not isinstance(ends, bool):
        problems.append(value_problem(f"{where}.ends_story", ends, TRUTH))
    return OwnOutcome(name, _meaning(name, entry), ends is True), problems


def _problems(where: str, entry: Mapping[str, Any], further: set[str], *, good_name: bool) -> list[Problem]:
    """Return what is wrong with a section's name, its keys and its words in both languages."""
    return [
        *([] if good_name else [value_problem(where, where.partition(".")[2], _NEW_NAME)]),
        *unknown_keys(entry, frozenset({"en", "ro", *further}), where),
        *(
            value_problem(f"{where}.{key}", entry.get(key), WORDS)
            for key in ("en", "ro")
            if not is_word(entry.get(key))
        ),
    ]


def _meaning(name: str, entry: Mapping[str, Any]) -> Bilingual:
    return Bilingual(*(str(entry[key]) if is_word(entry.get(key)) else name for key in ("en", "ro")))
