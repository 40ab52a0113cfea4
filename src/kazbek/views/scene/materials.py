"""What surfaces are made of: linear colour, metalness, roughness, crinkle. Chosen by eye from public photographs."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Material:
    """A surface.

    Attributes
    ----------
    colour : linear RGB reflectance (or specular colour of a metal), 0–1
    metal_frac : 0 for paint and cloth, 1 for bare metal
    roughness : 0.05 mirror-like to 1 chalk (GGX alpha is its square)
    crinkle : how much the normal wanders, as foil and quilted insulation do
    crinkle_m : size of the wrinkles
    """

    colour: tuple[float, float, float]
    metal_frac: float = 0.0
    roughness: float = 0.6
    crinkle: float = 0.0
    crinkle_m: float = 0.1


MATERIALS: dict[str, Material] = {
    "insulation_green": Material((0.115, 0.135, 0.095), 0.15, 0.62, 0.35, 0.16),
    "insulation_dark": Material((0.060, 0.068, 0.060), 0.2, 0.6, 0.35, 0.16),
    "insulation_white": Material((0.66, 0.65, 0.62), 0.0, 0.7, 0.15, 0.34),
    "insulation_gold": Material((0.78, 0.52, 0.17), 0.9, 0.36, 0.45, 0.12),
    "white": Material((0.70, 0.70, 0.68), 0.0, 0.55),
    "frost": Material((0.78, 0.80, 0.82), 0.0, 0.85, 0.10, 0.5),
    "grey": Material((0.30, 0.315, 0.31), 0.1, 0.55),
    "rocket_grey": Material((0.36, 0.375, 0.36), 0.1, 0.5),
    "orange": Material((0.56, 0.17, 0.03), 0.0, 0.5),
    "metal": Material((0.58, 0.57, 0.55), 1.0, 0.33),
    "dark": Material((0.03, 0.03, 0.032), 0.1, 0.5),
    "glass": Material((0.03, 0.035, 0.045), 0.0, 0.08),
    "cells": Material((0.020, 0.030, 0.085), 0.35, 0.28),
    "cells_gold": Material((0.27, 0.135, 0.050), 0.30, 0.36),
    "copper": Material((0.50, 0.27, 0.12), 0.8, 0.4),
    "radiator": Material((0.80, 0.80, 0.78), 0.0, 0.45),
    "truss": Material((0.50, 0.50, 0.48), 0.4, 0.5),
    "tower_green": Material((0.12, 0.24, 0.19), 0.0, 0.6),
    "concrete": Material((0.42, 0.41, 0.385), 0.0, 0.9, 0.05, 1.5),
    "charred": Material((0.045, 0.038, 0.033), 0.0, 0.85, 0.10, 0.22),
    "ablator": Material((0.070, 0.048, 0.034), 0.0, 0.8, 0.09, 0.25),
    "canopy_orange": Material((0.70, 0.24, 0.06), 0.0, 0.85),
    "canopy_white": Material((0.78, 0.77, 0.74), 0.0, 0.85),
    "line": Material((0.55, 0.54, 0.50), 0.0, 0.8),
    "flag_white": Material((0.75, 0.75, 0.75)),
    "flag_blue": Material((0.03, 0.09, 0.42)),
    "flag_red": Material((0.50, 0.025, 0.03)),
}
