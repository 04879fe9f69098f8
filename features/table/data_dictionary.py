"""The data dictionary, written from the schema and the catalogue, never by hand."""

import sys
from collections.abc import Iterator
from pathlib import Path

from features.catalogue.feature import GROUP_NAMES, FeatureSpec
from features.reading.declarations import Declarations
from features.schema.scales import SCALES
from features.schema.tables import TABLES, Column, Table
from features.table.feature_table import feature_catalogue

_DIRECTIONS = {1: "raises", -1: "lowers", 0: "either"}


def data_dictionary() -> str:
    """Return the data dictionary as Markdown: record tables first, then features by group."""
    lines = [
        "# Data dictionary",
        "",
        "Written by `make docs` from `features/schema/tables.py` and the feature catalogue; do not edit.",
        "",
        "## Records",
        "",
        "Dates are written 2025-02-03. A required column is **bold**. What is for audits only never becomes a feature; "
        "what is kept only is checked, and no feature, list or label looks at it. What gives hours may stand instead.",
    ]
    for table in TABLES:
        lines += ["", *_table(table)]
    lines += ["", *_scales(), "", "## Features", ""]
    features = [feature.spec for feature in feature_catalogue(Declarations())]
    lines.append(
        f"{len(features)} features, and one for each column declared in `prezent.toml`. *Risk* says what a higher "
        "value may do to it; *can change* whether a school can change it; features of one *theme* are told to people "
        "as one reason."
    )
    for group, (english, romanian) in GROUP_NAMES.items():
        lines += ["", f"### {english.capitalize()} (`{group}`, {romanian})", ""]
        lines += _features([feature for feature in features if feature.group == group])
    return "\n".join(lines) + "\n"


def _table(table: Table) -> Iterator[str]:
    yield f"### `{table.name}`: {table.meaning.en}"
    yield ""
    if table.key:
        yield f"At most one row for each {', '.join(f'`{name}`' for name in table.key)}."
        yield ""
    yield "| column | type | unit and range | meaning | înțeles |"
    yield "| --- | --- | --- | --- | --- |"
    for column in table.readable:
        name = f"**`{column.name}`**" if column.required else f"`{column.name}`"
        kind = ", ".join(
            [
                column.kind.replace("_", " "),
                *(["audit only"] if column.audit_only else []),
                *(["kept only"] if column.kept_only else []),
                *(f"gives {given}" for given in column.gives),
            ]
        )
        yield f"| {name} | {kind} | {_range(column)} | {column.meaning.en} | {column.meaning.ro} |"


def _scales() -> Iterator[str]:
    yield "### Marking scales"
    yield ""
    yield (
        "A scale is named by its lowest and its highest mark. Where a country passes at another mark than the first "
        "scale of that name, or holds the lowest mark the best, its code or the exam's name stands before them. Others "
        "are declared, see [marks](how-to/marks.md)."
    )
    yield ""
    yield "| scale | worst | pass | best | words | used in |"
    yield "| --- | --- | --- | --- | --- | --- |"
    for scale in SCALES:
        words = ", ".join(f"`{word}` {number:g}" for word, number in scale.words)
        more = f"numbers, {words}" if scale.words and scale.numbers else words
        yield f"| `{scale.name}` | {scale.worst:g} | {scale.pass_mark:g} | {scale.best:g} | {more} | {scale.used_in} |"


def _range(column: Column) -> str:
    if column.choices:
        return ", ".join(f"`{choice}`" for choice in column.choices)
    bounds = f"{column.low:g} to {column.high:g}" if column.low is not None and column.high is not None else ""
    return " ".join(part for part in (bounds, column.unit) if part)


def _features(features: list[FeatureSpec]) -> Iterator[str]:
    yield "| feature | theme | unit | definition | missing means | risk | can change | în română |"
    yield "| --- | --- | --- | --- | --- | --- | --- | --- |"
    for each in features:
        change = "yes" if each.can_change else "no"
        yield (
            f"| `{each.name}` | `{each.theme}` | {each.unit} | {each.definition.replace('``', '`')} | "
            f"{each.missing.en} | {_DIRECTIONS[each.direction]} | {change} | {each.title.ro} |"
        )


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(data_dictionary(), encoding="utf-8", newline="\n")
