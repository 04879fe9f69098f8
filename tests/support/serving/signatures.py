"""Who signs in the tests of a service."""

import datetime as dt

SIGNED = {"by": "Ana Pop", "reason": "spring", "at": dt.datetime(2025, 2, 3, tzinfo=dt.UTC)}
OVERRULED = {"overruled_by": "Ion Rus", "overrule_reason": "a trial"}  # nothing was checked of these versions
