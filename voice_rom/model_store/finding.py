"""Finding the speech model on this machine."""

from pathlib import Path

from voice_rom.errors import ModelDamaged, ModelMissing
from voice_rom.model_store.checking import check_at_a_glance
from voice_rom.model_store.manifest import SpeechModel
from voice_rom.model_store.places import Places


def find_model(model: SpeechModel, places: Places) -> Path:
    """The folder of a model that looks whole.

    Raises:
        ModelMissing: it is nowhere, or what was asked for does not exist.
        ModelDamaged: it is there, but not whole, or it is another one.
    """
    if places.named is not None:
        return _named(places.named, model, places.named_by)
    damage: ModelDamaged | None = None
    for shelf in places.shelves:
        folder = shelf / model.name
        if not folder.is_dir():
            continue
        try:
            check_at_a_glance(folder, model)
        except ModelDamaged as error:
            damage = damage or error
        else:
            return folder
    if damage is not None:
        raise damage
    raise ModelMissing(
        f"The speech model {model.name} has not been installed yet. Type: voice-rom model get"
    )


def _named(folder: Path, model: SpeechModel, named_by: str) -> Path:
    if not folder.is_dir():
        raise ModelMissing(
            f"{named_by} gives {folder} as the speech model's folder, but it does not exist."
        )
    check_at_a_glance(folder, model)
    return folder
