"""Whole sessions whose database is away: what is said and shown, and that nobody waits for it."""

from contextlib import nullcontext
from pathlib import Path
from random import Random

from tests.storage.answering_room import answered_session, preferring
from tests.storage.central.at_once import AtOnce
from tests.storage.kept import ABOUT, TimeOfDay, open_in, sessions_of
from voice_rom.core.language.meanings import Meaning
from voice_rom.core.protocol.events import DeliveryCaughtUp, DeliveryDelayed
from voice_rom.errors import StorageUnavailable
from voice_rom.storage.database import Database
from voice_rom.storage.delivery import Delivery
from voice_rom.storage.keeping import Bringing, KeepingStore
from voice_rom.storage.outbox import Outbox
from voice_rom.storage.parcel import Parcel, RoomIdentity

AGREES = preferring(Meaning.READY, Meaning.YES, Meaning.LEFT)

WHY = "postgresql://db/voice_rom: the server cannot be reached."


class Away:
    """A database that cannot be reached for so many tries."""

    def __init__(self, tries: int) -> None:
        self._tries = tries
        self.taken: list[Parcel] = []

    def take(self, room: RoomIdentity, parcel: Parcel) -> bool:
        assert room.name == "Room 2"
        self._tries -= 1
        if self._tries >= 0:
            raise StorageUnavailable(WHY)
        self.taken.append(parcel)
        return True

    def close(self) -> None:
        """Nothing is held."""


def store_with(database: Database, taker: Away) -> KeepingStore:
    outbox = Outbox(lambda: nullcontext(database), "Room 2")
    delivery = Delivery(outbox, taker, 60.0, Random(1))  # noqa: S311
    bringing = Bringing(AtOnce(delivery), patience=0.0)
    return KeepingStore(database, ABOUT, resume_within=0.0, clock=TimeOfDay(), bringing=bringing)


def test_a_database_that_is_away_is_said_once_and_shown_and_nothing_is_lost(
    tmp_path: Path,
) -> None:
    database = open_in(tmp_path)
    store = store_with(database, Away(tries=1000))
    session, display, voice = answered_session(store, AGREES)
    report = session.run()
    store.close()
    said = [line.text_id for line in voice.spoken]
    assert report.complete
    assert said.count("phrases.delivery_delayed") == 2  # its two sentences
    shown = [event for _, event in display.events if isinstance(event, DeliveryDelayed)]
    assert shown == [DeliveryDelayed(WHY)]
    (kept,) = sessions_of(tmp_path)
    assert len(kept.answers) > 5


def test_one_that_comes_back_is_shown_and_has_everything_in_order(tmp_path: Path) -> None:
    taker = Away(tries=4)
    database = open_in(tmp_path)
    store = store_with(database, taker)
    session, display, _ = answered_session(store, AGREES)
    session.run()
    store.close()
    told = [event for _, event in display.events]
    assert DeliveryCaughtUp() in told
    (kept,) = sessions_of(tmp_path)
    rows = [row for parcel in taker.taken for row in parcel.answers]
    numbers = [row["sequence"] for row in rows]
    assert numbers == sorted(set(numbers))
    latest = {(row["test_id"], row["question_id"]): row["meaning"] for row in rows}
    assert latest == {key: answer.meaning for key, answer in kept.by_key.items()}
    assert taker.taken[-1].session["report"] is not None
