"""What is verified of reporting beside its log and stream: the files that its events name."""
