"""Samenwerkwijzer: a guided conversation about samenwerking between onderwijs and jeugdhulp."""

__version__ = "0.1.0"
