"""Makes a page look scanned: rendered as a grey picture, slightly turned, with seeded noise, as JPEG."""

from __future__ import annotations

import io

import numpy as np
import pypdfium2 as pdfium
from PIL import Image

DPI, TURN, NOISE, QUALITY, SEED = 120, 0.45, 9.0, 42, 7


def photograph(pdf: bytes) -> bytes:
    """The first page of a PDF as a JPEG of `DPI`, turned by `TURN` degrees; the same bytes for the same page."""
    page = pdfium.PdfDocument(pdf)[0]
    picture = page.render(scale=DPI / 72).to_pil().convert("L")
    turned = picture.rotate(TURN, resample=Image.Resampling.BICUBIC, fillcolor=250)
    grey = np.asarray(turned, dtype=np.float64) * 0.95
    noisy = grey + np.random.default_rng(SEED).normal(0.0, NOISE, grey.shape)
    out = io.BytesIO()
    Image.fromarray(np.clip(noisy, 0, 255).astype(np.uint8)).save(out, "JPEG", quality=QUALITY)
    return out.getvalue()
