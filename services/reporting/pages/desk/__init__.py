"""工作台: what each role finds to do in the morning."""
