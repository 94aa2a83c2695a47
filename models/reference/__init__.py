"""Facts of the outside world: places, bureaus, grid companies, 設備ID, sources, tariffs; data files, pure functions."""
