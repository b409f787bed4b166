"""The two calm themes: every colour of the program, and nothing else."""

from __future__ import annotations

from collections.abc import Mapping

from textual.theme import Theme


def _theme(name: str, *, dark: bool, colours: dict[str, str]) -> Theme:
    return Theme(
        name=name,
        dark=dark,
        primary=colours["mark"],
        secondary=colours["soft"],
        accent=colours["mark"],
        foreground=colours["ink"],
        background=colours["paper"],
        surface=colours["raised"],
        panel=colours["raised"],
        warning=colours["warn"],
        error=colours["warn"],
        success=colours["mark"],
        variables=colours,
    )


DARK = _theme(
    "donker",
    dark=True,
    colours={
        "paper": "#14191c",
        "raised": "#1b2226",
        "mine": "#212b30",
        "ink": "#dde4e2",
        "soft": "#9dacaa",
        "mark": "#83c7b8",
        "warn": "#e3b778",
        "picked": "#26423d",
        "fresh": "#2b3a26",
        "fresh-ink": "#cfe6bd",
        "rule": "#3a474b",
        "caret-ink": "#14191c",
        "caret": "#dde4e2",
    },
)
LIGHT = _theme(
    "licht",
    dark=False,
    colours={
        "paper": "#fbfaf7",
        "raised": "#f2f1ec",
        "mine": "#e9eeeb",
        "ink": "#22302d",
        "soft": "#566461",
        "mark": "#1c6a5d",
        "warn": "#84540f",
        "picked": "#cfe4dd",
        "fresh": "#e0eecf",
        "fresh-ink": "#2c4a1a",
        "rule": "#c5ccc8",
        "caret-ink": "#fbfaf7",
        "caret": "#22302d",
    },
)


def theme_for(environment: Mapping[str, str]) -> Theme:
    """The theme that suits the terminal: light where it says that its background is, else dark.

    Args:
        environment: the environment variables; some terminals set COLORFGBG to 'foreground;background'.
    """
    background = environment.get("COLORFGBG", "").rpartition(";")[2]
    return LIGHT if background in ("7", "15") else DARK
