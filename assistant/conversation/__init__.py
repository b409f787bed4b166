"""The engine: pure functions over typed data; no clock, files or terminal."""
