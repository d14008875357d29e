"""Full text over number, address, narrative and timeline, Chinese included.

PostgreSQL has no parser for Chinese, so a run of Han characters is indexed as its pairs (中央路口
→ 中央, 央路, 路口) plus its last character, and a query asks for the pairs of each run. One
character asks by prefix. Words of other scripts are indexed whole, lower-case, and found by prefix.
"""

import re
import unicodedata
from collections.abc import Iterable
from typing import Final

HAN: Final = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af"
_RUNS: Final = re.compile(rf"[{HAN}]+|[^\W_{HAN}]+")
_IS_HAN: Final = re.compile(rf"[{HAN}]")
MOST_TERMS: Final = 2_000  # of one text: keeps a pasted book out of the index
LONGEST_TERM: Final = 40


def _runs(text: str) -> Iterable[str]:
    return _RUNS.findall(unicodedata.normalize("NFKC", text).lower())


def _pairs(run: str) -> list[str]:
    return [run[i : i + 2] for i in range(len(run) - 1)]


def terms(*texts: str) -> list[str]:
    """The index terms of these texts, each once, in order of appearance."""
    found: dict[str, None] = {}
    for text in texts:
        for run in _runs(text):
            if _IS_HAN.match(run):
                found.update(dict.fromkeys([*_pairs(run), run[-1]]))
            else:
                found[run[:LONGEST_TERM]] = None
    return list(found)[:MOST_TERMS]


def vector(*texts: str) -> str:
    """The texts as a tsvector literal; terms hold letters and digits only, so quoting is safe."""
    return " ".join(f"'{term}'" for term in terms(*texts))


def query(text: str) -> str:
    """What a person typed, as a tsquery literal; empty when nothing can be searched for."""
    asked: dict[str, None] = {}
    for run in _runs(text):
        if _IS_HAN.match(run) and len(run) > 1:
            asked.update(dict.fromkeys(f"'{pair}'" for pair in _pairs(run)))
        else:
            asked[f"'{run[:LONGEST_TERM]}':*"] = None
    return " & ".join(list(asked)[:50])
