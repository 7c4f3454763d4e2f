"""Pictures drawn anew: what a camera writes beside the picture (place, time, device) does not stay."""

from io import BytesIO
from typing import Final

from PIL import Image, ImageOps

from zhilian.files.filetypes import GIF, JPEG, PNG, WEBP, FileType, Unfit, UnfitFile

LONGEST_SIDE: Final = 4096  # pixels: a page of small print stays readable
PIXELS: Final = 36_000_000  # decoded at once; a JPEG is decoded smaller, so it may have more
PIXELS_JPEG: Final = 64_000_000
_FORMATS: Final = {PNG: "PNG", JPEG: "JPEG", GIF: "GIF", WEBP: "WEBP"}
_MODES: Final = {"JPEG": ("RGB", "L"), "WEBP": ("RGB", "RGBA"), "PNG": ("RGB", "RGBA", "L", "LA", "P", "1")}
_OPTIONS: Final[dict[str, dict[str, int | bool]]] = {
    "JPEG": {"quality": 88, "optimize": True},
    "WEBP": {"quality": 86},
    "PNG": {"optimize": False},
}
Image.MAX_IMAGE_PIXELS = PIXELS_JPEG  # Pillow itself refuses beyond twice this


def redrawn(content: bytes, kind: FileType) -> bytes:
    """The first frame of the picture, upright, at most 4096 pixels long, without anything but the picture.

    Errors: UnfitFile (PIXELS for too many of them, DAMAGED for what cannot be drawn).
    """
    name = _FORMATS[kind]
    try:
        with Image.open(BytesIO(content), formats=(name,)) as image:
            _refuse_large(image, kind)
            if kind is JPEG:
                image.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
            return _written(image, name)
    except UnfitFile:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise UnfitFile(Unfit.PIXELS) from error
    except Exception as error:  # a decoder fed with damaged bytes may raise anything
        raise UnfitFile(Unfit.DAMAGED) from error


def _refuse_large(image: Image.Image, kind: FileType) -> None:
    if image.width * image.height > (PIXELS_JPEG if kind is JPEG else PIXELS):
        raise UnfitFile(Unfit.PIXELS)


def _written(image: Image.Image, name: str) -> bytes:
    image.load()
    ImageOps.exif_transpose(image, in_place=True)
    upright = image
    modes = _MODES.get(name)
    if modes and upright.mode not in modes:
        upright = upright.convert("RGBA" if "RGBA" in modes and "A" in upright.getbands() else "RGB")
    if max(upright.size) > LONGEST_SIDE:
        upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    upright.info = {key: value for key, value in upright.info.items() if key == "transparency"}
    target = BytesIO()
    upright.save(target, name, **_OPTIONS.get(name, {}))
    return target.getvalue()
