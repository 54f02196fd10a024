"""From blocks of sound to utterances."""
