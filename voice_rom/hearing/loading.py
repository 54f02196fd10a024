"""A recogniser that loads while the program goes on: speech must not wait for the model."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor

from voice_rom.ports import RecognisedWord, Recogniser, SecondLook
from voice_rom.sound import Samples


class LoadingRecogniser:
    """Implements `ports.Recogniser`; the first use waits until loading is over.

    Blocks from the microphone queue up meanwhile: nothing that was said is lost. What went wrong
    while loading is raised by the first use.
    """

    def __init__(self, load: Callable[[], Recogniser]) -> None:
        """Call `load` in a thread of its own, at once."""
        executor = ThreadPoolExecutor(max_workers=1, thread_name_prefix="recogniser")
        self._loading: Future[Recogniser] = executor.submit(load)
        executor.shutdown(wait=False)

    def wait(self) -> None:
        """Return when it is loaded. Raises what loading raised."""
        self._loading.result()

    @property
    def ready(self) -> bool:
        """Whether it is loaded, or has failed to: `wait` returns at once."""
        return self._loading.done()

    def recognise(self, samples: Samples) -> tuple[RecognisedWord, ...]:
        return self._loading.result().recognise(samples)

    def look_again(self, samples: Samples) -> SecondLook:
        return self._loading.result().look_again(samples)

    def close(self) -> None:
        """Let the model go; waits while it still loads, because Vosk cannot be interrupted."""
        if self._loading.exception() is None:
            self._loading.result().close()
