"""Whether a changed passage still says the same of the same: numbers, names and negations.

Takes a quote and the passage that resembles it. A changed word that carries identity makes another
statement, however alike the rest is, so `repair` must not write it unasked. When in doubt the
answer is that identity changed.
"""

from __future__ import annotations

import re
from collections import Counter

_WORD = r"[^\W_]+(?:['\u2019.,][^\W_]+)*"


def _words(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


_NEGATIONS = _words(
    "no not never none nothing nobody nowhere neither nor without cannot hardly scarcely barely few "
    "nicht nichts nie niemals kein keine keinen keinem keiner keines ohne weder "
    "ne non pas jamais rien personne sans aucun aucune ni nunca jamás nada nadie sin ninguno ninguna "
    "não nem sem nessuno niente mai senza geen niet nooit zonder ikke aldri inte aldrig ei "
    "не нет ни никогда без нельзя никто ничего ні немає ніколи ніхто нічого nie bez nigdy "
    "δεν μη μην όχι ποτέ"
)
_NUMBER_WORDS = _words(
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred hundreds thousand "
    "thousands million millions billion billions trillion trillions dozen dozens half third quarter first second "
    "once twice thrice double triple all both every "
    "ein eins zwei drei vier fünf sechs sieben acht neun zehn hundert tausend million millionen milliarde milliarden "
    "un une deux trois quatre cinq six sept huit neuf dix cent mille dos tres cuatro cinco seis siete ocho nueve diez "
    "один два три четыре пять шесть семь восемь девять десять сто тысяча тысяч миллион миллионов миллиард"
)
_MONTHS_AND_DAYS = _words(
    "january february march april may june july august september october november december monday tuesday wednesday "
    "thursday friday saturday sunday"
)
_NEGATING_STARTS = ("un", "in", "im", "il", "ir", "non", "dis", "mis", "anti", "de", "не", "без", "ні")
_NEGATING_ENDS = ("less", "los")


def keeps_identity(quote: str, passage: str) -> bool:
    """Return whether no number, no name and no negation differs between `quote` and `passage`.

    Both as folded keys. In scripts without capital letters any word may be a name, so none may differ.
    """
    ours, theirs = re.findall(_WORD, quote), re.findall(_WORD, passage)
    mine, other = Counter(map(str.casefold, ours)), Counter(map(str.casefold, theirs))
    gone, new = mine - other, other - mine
    written = {word for word in (*ours, *theirs) if word.casefold() in gone or word.casefold() in new}
    if any(_carries_identity(word) for word in written):
        return False
    return not any(_is_opposite(one, another) for one in gone for another in new)


def _carries_identity(word: str) -> bool:
    plain = word.casefold()
    return (
        any(map(str.isdigit, word))
        or word[0] != word[0].lower()
        or any(letter.isalpha() and letter.upper() == letter.lower() for letter in word)
        or plain in _NEGATIONS
        or plain in _NUMBER_WORDS
        or plain in _MONTHS_AND_DAYS
        or plain.endswith(("n't", "n\u2019t"))
    )


def _is_opposite(one: str, another: str) -> bool:
    shorter, longer = sorted((one, another), key=len)
    return any(longer == start + shorter for start in _NEGATING_STARTS) or any(
        longer == shorter + end or (longer.endswith(end) and shorter == longer.removesuffix(end) + "ful")
        for end in _NEGATING_ENDS
    )
