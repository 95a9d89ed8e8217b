"""What the QR codes of a printed report say, signed: the paper can be checked without network or database."""
