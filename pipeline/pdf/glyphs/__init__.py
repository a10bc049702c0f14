"""What a PDF page holds, through pdfium: characters with their boxes, straight lines, and how good its text layer is."""
