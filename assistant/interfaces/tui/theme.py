"""The two calm themes, each with a starker one for a beamer: every colour of the program, and nothing else."""

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


DARK_LARGE = _theme(
    "donker-groot",
    dark=True,
    colours={
        **DARK.variables,
        "paper": "#000000",
        "raised": "#0c1012",
        "mine": "#182024",
        "ink": "#ffffff",
        "soft": "#c9d4d2",
        "mark": "#9fe6d6",
        "warn": "#ffd9a0",
        "picked": "#1d4d44",
        "fresh": "#23401a",
        "fresh-ink": "#e6ffd2",
        "rule": "#5c6c70",
        "caret-ink": "#000000",
        "caret": "#ffffff",
    },
)
LIGHT_LARGE = _theme(
    "licht-groot",
    dark=False,
    colours={
        **LIGHT.variables,
        "paper": "#ffffff",
        "raised": "#f4f4f2",
        "mine": "#e6efec",
        "ink": "#000000",
        "soft": "#3b4744",
        "mark": "#00493d",
        "warn": "#653c00",
        "picked": "#bfe3d8",
        "fresh": "#d3efb5",
        "fresh-ink": "#17300a",
        "rule": "#8a9692",
        "caret-ink": "#ffffff",
        "caret": "#000000",
    },
)
THEMES = (DARK, LIGHT, DARK_LARGE, LIGHT_LARGE)


def named(*, dark: bool, large: bool) -> str:
    """The name of the theme that is dark or light, ordinary or large."""
    return ("donker" if dark else "licht") + ("-groot" if large else "")


def theme_for(environment: Mapping[str, str]) -> Theme:
    """The theme that suits the terminal: light where it says that its background is, else dark.

    Args:
        environment: the environment variables; some terminals set COLORFGBG to 'foreground;background'.
    """
    background = environment.get("COLORFGBG", "").rpartition(";")[2]
    return LIGHT if background in ("7", "15") else DARK
