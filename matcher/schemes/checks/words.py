"""Sentences: what they may mention, and words that families never meet."""

from __future__ import annotations

from matcher.schemes.draft import Draft, Table
from matcher.schemes.lines import Path
from matcher.schemes.scheme import AUDIENCES
from matcher.schemes.shape import WORDS, words_for
from matcher.schemes.wording import forbidden_words, placeholders, stray_brackets

_PROTECTED_READERS = ("family", "young_person")


def check_words(draft: Draft, data: Table) -> None:
    """Note every fault of ``[words.<audience>]``."""
    if not isinstance(data.get("words"), dict):
        return
    words = draft.keep(("words",), data["words"], WORDS)
    for audience in (who for who in AUDIENCES if who in words):
        path = ("words", audience)
        allowed = ("need", "asset", "list") if audience in {"staff", "approver"} else ()
        table = draft.keep(path, words[audience], words_for(audience))
        for key, sentence in table.items():
            check_sentence(draft, (*path, key), sentence, allowed)
            if audience in _PROTECTED_READERS:
                _plain(draft, (*path, key), sentence)


def check_sentence(
    draft: Draft, path: Path, sentence: str, allowed: tuple[str, ...]
) -> None:
    """Note placeholders that are not `allowed` in `sentence`."""
    if stray_brackets(sentence):
        draft.fault(path, "A curly bracket has no partner here.")
    for name in placeholders(sentence):
        if name not in allowed:
            may = " ".join(f"{{{word}}}" for word in allowed) or "none"
            draft.fault(path, f"{{{name}}} means nothing here. You may use: {may}.")


def check_told(
    draft: Draft, path: Path, sentence: str, allowed: tuple[str, ...]
) -> None:
    """Note faults of a reason that is told to a holder, a family or a young person."""
    check_sentence(draft, path, sentence, allowed)
    if path[-1] in _PROTECTED_READERS:
        _plain(draft, path, sentence)


def _plain(draft: Draft, path: Path, sentence: str) -> None:
    for word in forbidden_words(sentence):
        draft.fault(
            path,
            f'Families and young people do not meet the word "{word}". Rephrase it.',
        )
