"""Every sentence that a person can meet stands in both languages."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGES = ("features", "models", "training", "serving", "prezent")
ROOT_OF_MISTAKES = "PrezentError"
_OLD_LETTERS = re.compile("[şţŞŢ]")  # with a cedilla; Romanian has a comma
_WORDS = re.compile(r"[A-Za-zșțăîâ]{2,} [A-Za-zșțăîâ]{2,}")
_WRITERS = {"click.echo", "click.secho", "print", "sys.stderr.write", "sys.stdout.write", "warnings.warn"}

# One word for one thing: what must not stand in a Romanian sentence, and what stands there instead (docs/glossary.md).
_OTHER_WORDS = {
    r"\bcampion": "modelul în uz",
    r"(?<!„)\bchampion": "modelul în uz; „champion” where the alias itself is meant",
    r"(?<!„)\bchallenger": "candidat; „challenger” where the alias itself is meant",
    r"\bsensibilitat": "cazuri găsite",
    r"(?<!\()\brecall": "cazuri găsite; (recall) once in brackets, for analysts",
    r"\b[îÎ]nregistrări": "date",
    r"\bcaracteristic": "indicator",
    r"\beveniment": "situația urmărită",
    r"[«»]": "„…”",
}

Tree = tuple[str, ast.Module]


def trees() -> list[Tree]:
    paths = sorted(path for package in PACKAGES for path in (ROOT / package).rglob("*.py"))
    return [(path.relative_to(ROOT).as_posix(), ast.parse(path.read_text(encoding="utf-8"))) for path in paths]


def mistakes(all_trees: list[Tree]) -> set[str]:
    """Return the names of all classes of mistakes that are explained to people, and of click's."""
    classes = [node for _, tree in all_trees for node in ast.walk(tree) if isinstance(node, ast.ClassDef)]
    found = {ROOT_OF_MISTAKES}
    while more := {each.name for each in classes if found & {_last(base) for base in each.bases}} - found:
        found |= more
    return found | {"ClickException", "BadParameter", "BadArgumentUsage", "fail"}


def _last(name: ast.expr) -> str:
    return ast.unparse(name).rpartition(".")[2]


def is_plain_text(node: ast.expr) -> bool:
    """Whether an expression is a text of one language: a literal, or one put together from literals."""
    if isinstance(node, ast.Constant):
        return isinstance(node.value, str)
    if isinstance(node, ast.Call):
        return (
            isinstance(node.func, ast.Attribute)
            and node.func.attr in ("format", "join")
            and is_plain_text(node.func.value)
        )
    if isinstance(node, ast.BinOp):
        return is_plain_text(node.left) or is_plain_text(node.right)
    if isinstance(node, ast.IfExp):
        return is_plain_text(node.body) or is_plain_text(node.orelse)
    return isinstance(node, ast.JoinedStr)


def literals(node: ast.expr) -> Iterator[str]:
    for each in ast.walk(node):
        if isinstance(each, ast.Constant) and isinstance(each.value, str):
            yield each.value


def in_one_language(tree: ast.Module, names: set[str]) -> Iterator[int]:
    """Yield the lines that raise or print a text of one language."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and node.args:
            mistake = _last(node.func) in names and is_plain_text(node.args[0])
            written = ast.unparse(node.func) in _WRITERS and is_plain_text(node.args[0])
            if mistake or (written and _WORDS.search(" | ".join(literals(node.args[0])))):
                yield node.lineno


def bilingual_texts(tree: ast.Module) -> Iterator[ast.Call]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and _last(node.func) == "Bilingual" and len(node.args) == 2:
            yield node


def test_whoever_is_told_a_mistake_is_told_it_in_both_languages() -> None:
    found, names = trees(), mistakes(trees())
    offenders = {place: list(in_one_language(tree, names)) for place, tree in found}
    assert {place: lines for place, lines in offenders.items() if lines} == {}


def test_the_two_languages_differ_and_romanian_is_written_with_commas() -> None:
    for place, tree in trees():
        for text in bilingual_texts(tree):
            english, romanian = map(ast.unparse, text.args)
            if is_plain_text(text.args[0]) and _WORDS.search(english):
                assert english != romanian, f"{place}:{text.lineno} says the same in both languages"
            assert not _OLD_LETTERS.search(romanian), f"{place}:{text.lineno} has letters with a cedilla"


def romanian_sentences() -> Iterator[tuple[str, str]]:
    """Yield the place and the words of every Romanian text: of ``Bilingual``, of an argument ``ro``, of templates."""
    for place, tree in trees():
        said = [text.args[1] for text in bilingual_texts(tree)]
        said += [
            each.value
            for node in ast.walk(tree)
            if isinstance(node, ast.Call)
            for each in node.keywords
            if each.arg == "ro"
        ]
        yield from ((f"{place}:{node.lineno}", re.sub(r"\{\w*\}", "", " ".join(literals(node)))) for node in said)
    for path in [*ROOT.glob("*/**/templates/*.ro.md"), *ROOT.glob("prezent/locale/ro/**/*.po")]:
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
            yield f"{path.name}:{number}", re.sub(r"\{[{%].*?[%}]\}", "", line)


def other_words(text: str) -> list[str]:
    return [better for wrong, better in _OTHER_WORDS.items() if re.search(wrong, text, re.IGNORECASE)]


def test_one_thing_has_one_word_in_romanian() -> None:
    sentences = list(romanian_sentences())
    assert len(sentences) > 800
    assert {place: better for place, text in sentences if (better := other_words(text))} == {}


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("Nu există un campion.", 1), ("Aliasul „champion” a fost mutat.", 0), ("Cazuri găsite (recall): 3", 0),
        ("recall-ul modelului", 1), ("Versiunea a fost înregistrată.", 0), ("Înregistrările lipsesc.", 1),
    ],
)  # fmt: skip
def test_this_test_sees_other_words(text: str, wrong: int) -> None:
    assert len(other_words(text)) == wrong


def test_this_test_sees_texts_of_one_language() -> None:
    wrong = 'raise UsageError("no"); raise UsageError(f"no {x}"); raise Refused("a" + b); raise Refused(" ".join(c))'
    right = 'raise UsageError(Bilingual("no", "nu")); raise Refused(words); raise Refused(sentence(x)); echo(words)'
    names = {"UsageError", "Refused"}
    assert len(list(in_one_language(ast.parse(wrong), names))) == 4
    assert list(in_one_language(ast.parse(right), names)) == []
    assert list(in_one_language(ast.parse('click.echo(f"Wrote it to {x}")'), set())) == [1]
