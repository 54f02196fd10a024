"""Loading a Vosk model, after looking at its files: some damage ends the process, raising nothing.

Measured, file by file: what Vosk 0.3.45 answers with an exception is left to it; what it answers
with a crash (a truncated graph, a configuration that lacks its lines) is looked for here. Damage
inside the numbers of a file shows only in its SHA-256, which `voice-rom model verify` computes.
"""

import ctypes
import locale
import os
import socket
import struct
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from voice_rom.errors import ModelDamaged, ModelMissing
from voice_rom.sound import SAMPLE_RATE

if TYPE_CHECKING:
    import vosk

_SILENT = -2
"""Vosk's log level at which not even its warnings are printed."""

_OPENFST = struct.pack("<i", 2125659606)
_KALDI = b"\0B"

_BEGINNINGS = {
    "am/final.mdl": _KALDI,
    "graph/Gr.fst": _OPENFST,
    "graph/HCLr.fst": _OPENFST,
    "ivector/final.dubm": _KALDI,
    "ivector/final.ie": _KALDI,
    "ivector/final.mat": _KALDI,
}
_MUST_SAY = {
    "conf/mfcc.conf": ("--num-mel-bins=", "--num-ceps="),
    "conf/model.conf": ("--endpoint.silence-phones=",),
    "graph/disambig_tid.int": ("1",),
    "graph/phones/word_boundary.int": ("begin", "end", "singleton"),
    "ivector/global_cmvn.stats": ("[", "]"),
    "ivector/online_cmvn.conf": (),
    "ivector/splice.conf": ("--left-context=", "--right-context="),
}
_GRAPH = "graph/HCLr.fst"
_STATE_BYTES, _ARC_BYTES = 20, 16
"""Sizes in a graph of OpenFst's kind "const"."""


@contextmanager
def _no_socket_opened() -> Iterator[None]:
    """Vosk imports what downloads models, and that opens a socket to see whether there is IPv6."""
    known, socket.has_ipv6 = socket.has_ipv6, False
    try:
        yield
    finally:
        socket.has_ipv6 = known


def load_model(model_path: Path) -> "vosk.Model":
    """Load the model (about 0.5 s, 160 MB). Raises ModelMissing or ModelDamaged."""
    check_model_files(model_path)
    with _no_socket_opened():
        import vosk  # noqa: PLC0415 - takes 0.2 s, and `voice-rom --help` must not

    vosk.SetLogLevel(_SILENT)
    # Vosk reads and writes numbers by the locale: a comma for a point breaks its JSON.
    locale.setlocale(locale.LC_NUMERIC, "C")
    try:
        with _standard_error_silenced():
            return vosk.Model(str(model_path))
    except Exception as error:  # Vosk raises nothing more exact
        raise _damaged(model_path, "it cannot be loaded") from error


def unknown_words(model_path: Path, words: Iterable[str]) -> frozenset[str]:
    """Those of `words` that the model can never hear. Raises ModelMissing or ModelDamaged."""
    model = load_model(model_path)
    return frozenset(word for word in words if model.vosk_model_find_word(word) < 0)


def new_recognition(model: "vosk.Model", grammar: str) -> "vosk.KaldiRecognizer":
    """A recognition that gives the same words for the same samples, whatever came before it.

    `grammar` is a list of phrases in JSON. Vosk adds a little noise (dither) from the C library's
    generator, whose state goes on from one recognition to the next, so it is set anew. Where that
    library cannot be had so, results differ in the last digits.
    """
    import vosk  # noqa: PLC0415 - as above

    return _ready(vosk.KaldiRecognizer(model, float(SAMPLE_RATE), grammar))


def free_recognition(model: "vosk.Model") -> "vosk.KaldiRecognizer":
    """The same without a grammar: all words that the model knows, as likely as people say them."""
    import vosk  # noqa: PLC0415 - as above

    return _ready(vosk.KaldiRecognizer(model, float(SAMPLE_RATE)))


def _ready(recognition: "vosk.KaldiRecognizer") -> "vosk.KaldiRecognizer":
    with suppress(OSError, AttributeError, TypeError):
        ctypes.CDLL(None).srand(1)
    recognition.SetWords(True)  # noqa: FBT003 - Vosk's own signature
    return recognition


def check_model_files(model_path: Path) -> None:
    """Raise ModelMissing when there is no folder, ModelDamaged when its files cannot be right."""
    if not model_path.is_dir():
        raise ModelMissing(f"There is no speech model in {model_path}. Type: voice-rom model get")
    for name in (*_BEGINNINGS, *_MUST_SAY):
        if not (model_path / name).is_file():
            raise _damaged(model_path, f"{name} is missing")
    for name, beginning in _BEGINNINGS.items():
        with (model_path / name).open("rb") as file:
            if not file.read(len(beginning)) == beginning:
                raise _damaged(model_path, f"{name} is not what it should be")
    for name, words in _MUST_SAY.items():
        text = (model_path / name).read_text(encoding="utf-8", errors="replace")
        if not all(word in text for word in words):
            raise _damaged(model_path, f"{name} is not complete")
    if not _graph_is_complete(model_path / _GRAPH):
        raise _damaged(model_path, f"{_GRAPH} is not complete")


def _damaged(model_path: Path, why: str) -> ModelDamaged:
    return ModelDamaged(
        f"The speech model in {model_path} is damaged, or of a different kind: {why}. "
        "Type: voice-rom model get"
    )


def _graph_is_complete(path: Path) -> bool:
    """Whether the file is long enough for the states and arcs that its header promises."""
    with path.open("rb") as file:
        head = file.read(1024)
    inner = head.find(_OPENFST, 1)
    header = head[max(0, inner) :]
    try:
        position = 4
        for _ in range(2):  # the kinds of graph and of arc: two texts, each after its length
            (length,) = struct.unpack_from("<i", header, position)
            position += 4 + length
        states, arcs = struct.unpack_from("<qq", header, position + 4 + 4 + 8 + 8)
    except struct.error:
        return False
    promised: int = states * _STATE_BYTES + arcs * _ARC_BYTES
    return path.stat().st_size >= promised


@contextmanager
def _standard_error_silenced() -> Iterator[None]:
    """What Vosk has to say of a damaged model goes past its log level, straight to the terminal."""
    kept = os.dup(2)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, 2)
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)
        os.close(nowhere)
