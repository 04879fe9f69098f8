"""Pictures of pages as small files: few colours, and no more of a very long page than fits."""

import io

from PIL import Image

MOST_BYTES = 150_000
_COLOURS = (64, 32, 16)
_SHORTER = 0.8


def as_small_file(picture: bytes) -> bytes:
    """Return a picture with a palette of colours in at most ``MOST_BYTES``; what is too long ends earlier."""
    image = Image.open(io.BytesIO(picture)).convert("RGB")
    while True:
        for colours in _COLOURS:
            written = io.BytesIO()
            image.quantize(colours, dither=Image.Dither.NONE).save(written, "PNG", optimize=True)
            if written.tell() <= MOST_BYTES:
                return written.getvalue()
        image = image.crop((0, 0, image.width, int(image.height * _SHORTER)))
