"""Reading what was printed: QR codes in photographs and PDFs, and the text of PDFs."""
