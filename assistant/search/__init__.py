"""Dutch words, index, ranking: a question to ranked passages, or an honest no."""
