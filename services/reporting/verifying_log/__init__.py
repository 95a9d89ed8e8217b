"""What is verified of reporting beside its log and stream: files that its events name, and the figures."""
