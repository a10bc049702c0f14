"""Pages without a usable text layer: pictures read by OCR, as characters and lines of the page."""
