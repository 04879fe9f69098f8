"""Where each child stands: what people decided and do, told by those who keep it."""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Protocol

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from serving.web.roster.models import Child

PROPOSED = "proposed"


class State(Protocol):
    """Where a child stands, whose task it is, and what was done last."""

    @property
    def stage(self) -> str:
        """The state as a code: ``proposed`` where nobody has decided anything."""

    @property
    def state(self) -> str | Promise:
        """The state in words."""

    @property
    def owner(self) -> str:
        """Whose task the child is; empty where nobody's."""

    @property
    def last_action(self) -> str | Promise:
        """What was done last, in words."""

    @property
    def last_action_on(self) -> dt.date | None:
        """When."""


@dataclass(frozen=True)
class Proposed:
    """The state of a child of whom a list speaks and nobody has decided anything."""

    stage: str = PROPOSED
    owner: str = ""
    last_action: str | Promise = ""
    last_action_on: dt.date | None = None

    @property
    def state(self) -> str | Promise:
        """The state in words."""
        return _("proposed")


StatesOf = Callable[[Iterable[Child]], Mapping[int, State]]
_kept_by: list[StatesOf] = []


def states_are_kept_by(states: StatesOf) -> None:
    """Say who knows the states of children; called once, when the application that keeps decisions is loaded."""
    _kept_by[:] = [states]


def states_of(children: Iterable[Child]) -> dict[int, State]:
    """Return the state of each child, by the child's key."""
    wanted = list(children)
    known = _kept_by[0](wanted) if _kept_by else {}
    return {child.pk: known.get(child.pk, Proposed()) for child in wanted}


def days_without_action(state: State, today: dt.date) -> int | None:
    """Return how many days ago something was done for a child; None where nothing was."""
    return None if state.last_action_on is None else (today - state.last_action_on).days
