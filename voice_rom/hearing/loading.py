"""A recogniser that loads while the program goes on: speech must not wait for the model."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Protocol

from voice_rom.errors import RecogniserFailed
from voice_rom.ports import RecognisedWord, Recogniser, SecondLook
from voice_rom.sound import Samples


class RestartableRecogniser(Recogniser, Protocol):
    """A recogniser that can end by itself."""

    @property
    def alive(self) -> bool:
        """Whether it can still recognise anything."""


class LoadingRecogniser:
    """Implements `ports.Recogniser`; the first use waits until loading is over.

    Blocks from the microphone queue up meanwhile: nothing that was said is lost. What went wrong
    while loading is raised by the first use.
    """

    def __init__(
        self, load: Callable[[], RestartableRecogniser], verify: Callable[[], None] | None = None
    ) -> None:
        """Call `load` in a thread of its own, at once.

        `verify` is called before each further one: it raises what is wrong with the model, which
        may have been changed since the program looked at it.
        """
        self._load = load
        self._verify = verify
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="recogniser")
        self._loading: Future[RestartableRecogniser] = self._thread.submit(load)

    def wait(self) -> None:
        """Return when it is loaded. Raises what loading raised."""
        self._loading.result()

    @property
    def ready(self) -> bool:
        """Whether it is loaded, or has failed to: `wait` returns at once."""
        return self._loading.done()

    @property
    def alive(self) -> bool:
        """False when it has ended, or could not be loaded for a reason that may pass."""
        if not self._loading.done():
            return True
        problem = self._loading.exception()
        if problem is not None:
            return not isinstance(problem, RecogniserFailed)
        return self._loading.result().alive

    def restart(self) -> None:
        """Load another in its place, in the background; see `ready`."""
        self._loading = self._thread.submit(self._replace, self._loading)

    def recognise(self, samples: Samples) -> tuple[RecognisedWord, ...]:
        return self._loading.result().recognise(samples)

    def look_again(self, samples: Samples) -> SecondLook:
        return self._loading.result().look_again(samples)

    def recognise_sentence(self, samples: Samples) -> tuple[tuple[RecognisedWord, ...], ...]:
        return self._loading.result().recognise_sentence(samples)

    def recognise_openly(self, samples: Samples) -> tuple[RecognisedWord, ...]:
        return self._loading.result().recognise_openly(samples)

    def close(self) -> None:
        """Let the model go; waits while it still loads. Safe to call twice."""
        _let_go(self._loading)
        self._thread.shutdown()

    def _replace(self, former: "Future[RestartableRecogniser]") -> RestartableRecogniser:
        _let_go(former)
        if self._verify is not None:
            self._verify()
        return self._load()


def _let_go(loading: "Future[RestartableRecogniser]") -> None:
    if loading.exception() is None:
        loading.result().close()
