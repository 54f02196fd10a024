"""Whether the microphone delivers whole voices, or only what a telephone does."""

from voice_rom.core.language.utterance import Utterance


class MicrophoneBand:
    """Judges by what is heard where a word with an "s" was asked for: "Say yes".

    Elsewhere it tells nothing: many a "no" has no more above 5 kHz than a telephone lets through.
    What has more shows at any time that the microphone can do it.
    """

    def __init__(self, narrow_db: float) -> None:
        """`narrow_db`: see `hearing.narrow_band_db` in the settings."""
        self._narrow_db = narrow_db
        self.narrow = False
        self.told = False
        """The person knows it."""

    def hear(self, utterance: Utterance, *, says_yes: bool) -> None:
        """`says_yes`: it is, as far as anybody knows, the word that was asked for."""
        if self.suspects(utterance):
            self.narrow = self.narrow or says_yes
        elif utterance.high_band_db is not None:
            self.narrow = False

    def suspects(self, utterance: Utterance) -> bool:
        """Whether it may have come through a telephone, by itself."""
        return utterance.high_band_db is not None and utterance.high_band_db < self._narrow_db

    def other_microphone(self) -> None:
        """Nothing is known of this one yet."""
        self.narrow = self.told = False

    @property
    def must_be_told(self) -> bool:
        return self.narrow and not self.told
