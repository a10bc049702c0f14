"""Files that pdfium cannot open or dies over: mended, or read by the second reader."""
