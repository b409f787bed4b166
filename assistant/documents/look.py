"""The colours that every format shares."""

from __future__ import annotations

TEXT, MUTED, ACCENT, TINT, WHITE = "222222", "595959", "1F5664", "EDF4F5", "FFFFFF"
CONTRASTS = (
    (TEXT, WHITE),
    (TEXT, TINT),
    (MUTED, WHITE),
    (MUTED, TINT),
    (ACCENT, WHITE),
    (ACCENT, TINT),
    (WHITE, ACCENT),
)
"""Every pair of text and ground that occurs."""
