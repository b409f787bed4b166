"""Faces: thin, each imported only when it is used."""
