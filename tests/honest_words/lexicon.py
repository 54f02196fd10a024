"""The list of words in `words.toml`, and what of it a sentence holds."""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

_WORD: Final = re.compile(r"[a-z]+(?:'[a-z]+)?")

_MEDICAL: Final = re.compile(
    r"\w+(?:itis|osis|algia|ectomy|plasty|therapy|therapies|therapist|pathy|ologist|ology|trophy"
    r"|oscopy|plegia|aemia|emia)\b"
)
"""How medicine makes its words: whatever else ends like this is one of them."""


@dataclass(frozen=True)
class Lexicon:
    allowed: frozenset[str]
    safety: frozenset[str]
    """Allowed in what is said for the person's safety only."""
    never: frozenset[str]
    claims: tuple[re.Pattern[str], ...]
    harder: frozenset[str]
    technical: frozenset[tuple[str, str]]
    two_instructions: frozenset[str]

    def medical_words(self, sentence: str) -> set[str]:
        """The words about the body or about medicine, in their plain form."""
        words = {plain for word in _WORD.findall(sentence.lower()) for plain in _plain_forms(word)}
        return {word for word in words if self._is_medical(word)}

    def claims_in(self, sentence: str) -> list[str]:
        found = [claim.search(sentence.lower()) for claim in self.claims]
        return [match.group() for match in found if match]

    def _is_medical(self, word: str) -> bool:
        known = self.allowed | self.safety
        return word in known or word in self.never or bool(_MEDICAL.fullmatch(word))


def _plain_forms(word: str) -> set[str]:
    plain = word.removesuffix("'s")
    return {plain, plain.removesuffix("s"), plain.removesuffix("es")} - {""}


@cache
def lexicon() -> Lexicon:
    file = Path(__file__).with_name("words.toml")
    data = tomllib.loads(file.read_text(encoding="utf-8"))
    return Lexicon(
        allowed=frozenset((*data["leaflet"], *data["movement"], *data["professional"])),
        safety=frozenset(data["safety"]),
        never=frozenset(data["never"]),
        claims=tuple(re.compile(rf"\b{claim}") for claim in data["claims"]),
        harder=frozenset(data["harder"]),
        technical=frozenset((each["file"], each["text"]) for each in data.get("technical", ())),
        two_instructions=frozenset(data["two_instructions"]["sentences"]),
    )
