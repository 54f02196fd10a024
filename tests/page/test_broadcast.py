"""Every page gets the newest state, however fast or slowly it reads."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable

from voice_rom.page.broadcast import Broadcast
from voice_rom.page.rendering import RenderedPage
from voice_rom.page.state import Level


def rendered(turn: int = 1, **regions: str) -> RenderedPage:
    return RenderedPage({"talk": "", "place": "", **regions}, turn)


def run(steps: Callable[[Broadcast], Awaitable[None]]) -> None:
    async def in_a_loop() -> None:
        await steps(Broadcast())

    asyncio.run(in_a_loop())


async def next_event(events: AsyncIterator[str]) -> tuple[str, dict[str, object]]:
    """The name and the data of the next event."""
    async for text in events:
        fields = dict(line.split(": ", 1) for line in text.splitlines() if ": " in line)
        if "event" in fields:
            return fields["event"], json.loads(fields["data"])
    raise AssertionError("it is over")


def test_a_page_that_connects_is_told_everything() -> None:
    async def steps(broadcast: Broadcast) -> None:
        broadcast.publish(rendered(talk="One.", place="Here"))
        broadcast.publish(rendered(talk="Two.", place="Here"))
        name, data = await next_event(broadcast.events(""))
        assert name == "state"
        assert data == {"turn": 1, "regions": {"talk": "Two.", "place": "Here"}}

    run(steps)


def test_a_page_that_comes_back_is_told_what_has_changed() -> None:
    async def steps(broadcast: Broadcast) -> None:
        broadcast.publish(rendered(talk="One.", place="Here"))
        seen = broadcast.seen
        broadcast.publish(rendered(talk="Two.", place="Here"))
        broadcast.publish(rendered(talk="Three.", place="Here"))
        assert (await next_event(broadcast.events(seen)))[1]["regions"] == {"talk": "Three."}

    run(steps)


def test_a_region_that_is_gone_is_told_to_nobody_who_comes_later() -> None:
    async def steps(broadcast: Broadcast) -> None:
        broadcast.publish(RenderedPage({"order": "[1, 2]", "one": "One.", "two": "Two."}, 1))
        broadcast.publish(RenderedPage({"order": "[1]", "one": "One."}, 1))
        _, data = await next_event(broadcast.events(""))
        assert data["regions"] == {"order": "[1]", "one": "One."}

    run(steps)


def test_a_beat_tells_what_the_server_wants_it_to() -> None:
    async def steps(_: Broadcast) -> None:
        events = Broadcast(lambda: {"now": 5}).events("")
        assert await next_event(events) == ("beat", {"now": 5})

    run(steps)


def test_what_was_seen_of_another_session_counts_for_nothing() -> None:
    async def steps(broadcast: Broadcast) -> None:
        broadcast.publish(rendered(talk="One."))
        for seen in ("other-1", "1", "-", f"{broadcast.seen}9", broadcast.seen.replace("-1", "-²")):
            _, data = await next_event(broadcast.events(seen))
            assert data["regions"] == {"talk": "One.", "place": ""}

    run(steps)


def test_a_page_that_reads_slowly_gets_the_newest_and_nothing_is_kept_for_it() -> None:
    async def steps(broadcast: Broadcast) -> None:
        broadcast.publish(rendered(talk="0"))
        events = broadcast.events("")
        await next_event(events)
        for number in range(1, 10_001):
            broadcast.publish(rendered(talk=str(number)))
        assert (await next_event(events))[1]["regions"] == {"talk": "10000"}

    run(steps)


def test_the_same_state_again_is_not_told_again() -> None:
    async def steps(broadcast: Broadcast) -> None:
        broadcast.publish(rendered(talk="One."))
        events = broadcast.events(broadcast.seen)
        await anext(events)  # from here on it is there
        broadcast.publish(rendered(talk="One."))
        broadcast.publish_level(Level(4, zeros=False))
        assert await next_event(events) == ("level", {"steps": 4, "zeros": False})

    run(steps)


def test_another_turn_is_told_though_it_looks_the_same() -> None:
    async def steps(broadcast: Broadcast) -> None:
        broadcast.publish(rendered(1, talk="One."))
        events = broadcast.events(broadcast.seen)
        broadcast.publish(rendered(2, talk="One."))
        assert await next_event(events) == ("state", {"turn": 2, "regions": {}})

    run(steps)


def test_every_page_is_told_and_one_that_vanishes_is_forgotten() -> None:
    async def steps(broadcast: Broadcast) -> None:
        broadcast.publish(rendered(talk="One."))
        pages = [broadcast.events("") for _ in range(7)]
        told = await asyncio.gather(*map(next_event, pages))
        assert {name for name, _ in told} == {"state"}
        assert broadcast.readers == 7
        for page in pages[:3]:
            assert hasattr(page, "aclose")
            await page.aclose()
        assert broadcast.readers == 4
        broadcast.publish(rendered(talk="Two."))
        told = await asyncio.gather(*map(next_event, pages[3:]))
        assert all(data["regions"] == {"talk": "Two."} for _, data in told)

    run(steps)


def test_the_end_is_told_to_those_who_are_there_and_to_those_who_come() -> None:
    async def steps(broadcast: Broadcast) -> None:
        broadcast.publish(rendered(talk="One."))
        events = broadcast.events(broadcast.seen)
        broadcast.end()
        assert (await next_event(events))[0] == "over"
        late = broadcast.events("")
        assert [(await next_event(late))[0] for _ in range(2)] == ["state", "over"]

    run(steps)
