"""报送: the pages on which reports are checked, signed, reviewed, consolidated and sent up."""
