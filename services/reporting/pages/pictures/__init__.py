"""图表: figures drawn. Each picture has its table, and shows nothing that does not stand in it."""
