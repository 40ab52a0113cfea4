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


# Soot and scale on a burnt capsule, twelve shades from black through brown to pale grey.
_SOOT = {
    f"char_{k}": Material((0.0075 * 1.375**k, 0.0072 * 1.360**k, 0.0069 * 1.345**k), 0.0, 0.8, 0.09, 0.2)
    for k in range(12)
}

# Ship and station: cloth, shields, cells, rails.
_CRAFT = {
    "quilt_green": Material((0.084, 0.092, 0.072), 0.0, 0.72, 0.07, 0.05),
    "quilt_charcoal": Material((0.036, 0.038, 0.037), 0.0, 0.70, 0.07, 0.05),
    "thread": Material((0.180, 0.185, 0.155), 0.0, 0.8),
    "foil_bronze": Material((0.36, 0.235, 0.115), 0.75, 0.42, 0.22, 0.10),
    "nozzle": Material((0.20, 0.185, 0.175), 0.8, 0.45),
    "cell_line": Material((0.13, 0.14, 0.17), 0.2, 0.45),
    "panel_back": Material((0.37, 0.37, 0.36), 0.35, 0.42),
    "handrail": Material((0.50, 0.43, 0.25), 0.4, 0.45),
    "lamp_glass": Material((0.80, 0.80, 0.76), 0.0, 0.15),
    "lettering": Material((0.022, 0.022, 0.024), 0.0, 0.6),
    "shield_a": Material((0.4, 0.395, 0.378), 0.2, 0.5),
    "shield_b": Material((0.315, 0.31, 0.297), 0.2, 0.52),
    "shield_c": Material((0.47, 0.463, 0.443), 0.2, 0.48),
    "shield_d": Material((0.355, 0.338, 0.308), 0.25, 0.5),
    "shield_gap": Material((0.1, 0.098, 0.092), 0.1, 0.7),
    "silver_a": Material((0.52, 0.517, 0.505), 0.3, 0.42),
    "silver_b": Material((0.47, 0.466, 0.452), 0.3, 0.45),
    "blanket_white": Material((0.53, 0.523, 0.5), 0.0, 0.72, 0.08, 0.16),
    "blanket_beige": Material((0.42, 0.39, 0.325), 0.0, 0.74, 0.08, 0.16),
    "blanket_grey": Material((0.275, 0.275, 0.262), 0.0, 0.72, 0.08, 0.16),
    "blanket_moss": Material((0.185, 0.193, 0.16), 0.0, 0.74, 0.08, 0.16),
    "cone_dark": Material((0.052, 0.052, 0.056), 0.1, 0.55),
    "wing_front_a": Material((0.030, 0.026, 0.052), 0.4, 0.30),
    "wing_front_b": Material((0.036, 0.028, 0.048), 0.4, 0.32),
    # Amber film glows with the sunlight behind it: lighter than it would reflect.
    "wing_back_a": Material((0.56, 0.31, 0.115), 0.1, 0.45),
    "wing_back_b": Material((0.49, 0.26, 0.092), 0.1, 0.45),
    "mast": Material((0.30, 0.30, 0.29), 0.4, 0.5),
    "wing_line": Material((0.20, 0.125, 0.065), 0.2, 0.5),
    "wing_seam": Material((0.075, 0.055, 0.055), 0.3, 0.45),
    "roll_front": Material((0.014, 0.017, 0.040), 0.4, 0.25),
    "roll_back": Material((0.33, 0.325, 0.30), 0.1, 0.6),
    "crumpled_cloth": Material((0.54, 0.535, 0.52), 0.0, 0.75, 0.22, 0.22),
}

# A cabin from within, and who sits in it.
_CABIN = {
    "sokol_cloth": Material((0.60, 0.61, 0.605), 0.0, 0.8, 0.10, 0.09),
    "jacket_blue": Material((0.035, 0.055, 0.115), 0.0, 0.85, 0.14, 0.08),
    "trousers_khaki": Material((0.30, 0.27, 0.19), 0.0, 0.9, 0.14, 0.09),
    "shirt_olive": Material((0.15, 0.155, 0.10), 0.0, 0.88, 0.14, 0.09),
    "sock_grey": Material((0.20, 0.20, 0.205), 0.0, 0.9),
    "hair_dark": Material((0.016, 0.012, 0.009), 0.0, 0.55),
    "hair_brown": Material((0.060, 0.034, 0.020), 0.0, 0.55),
    "strap_blue": Material((0.055, 0.10, 0.21), 0.0, 0.8),
    "liner_white": Material((0.60, 0.585, 0.54), 0.0, 0.7),
    "liner_blue": Material((0.10, 0.19, 0.36), 0.0, 0.7),
    "couch_grey": Material((0.16, 0.165, 0.17), 0.1, 0.6),
    "lining_a": Material((0.43, 0.42, 0.37), 0.0, 0.85, 0.06, 0.10),
    "lining_b": Material((0.385, 0.38, 0.335), 0.0, 0.85, 0.06, 0.10),
    "lining_c": Material((0.20, 0.195, 0.17), 0.0, 0.85),
    "bag_blue": Material((0.10, 0.13, 0.19), 0.0, 0.85, 0.12, 0.10),
    "cable_white": Material((0.56, 0.55, 0.51), 0.0, 0.7),
    "stage_black": Material((0.004, 0.004, 0.004), 0.0, 0.9),
    "board_grey": Material((0.30, 0.315, 0.31), 0.05, 0.55),
    "board_dark": Material((0.045, 0.047, 0.05), 0.1, 0.45),
    "console_grey": Material((0.40, 0.41, 0.40), 0.0, 0.5),
    "key_white": Material((0.58, 0.57, 0.53), 0.0, 0.5),
    "key_grey": Material((0.15, 0.155, 0.16), 0.0, 0.5),
    "dial_white": Material((0.66, 0.65, 0.60), 0.0, 0.6),
    "light_off": Material((0.11, 0.105, 0.09), 0.0, 0.4),
    "light_green": Material((0.10, 0.75, 0.25), 0.0, 0.3),
    "light_amber": Material((0.95, 0.50, 0.06), 0.0, 0.3),
}

MATERIALS: dict[str, Material] = {
    **_CRAFT,
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
    "concrete": Material((0.36, 0.35, 0.325), 0.0, 0.9),
    "charred": Material((0.045, 0.038, 0.033), 0.0, 0.85, 0.10, 0.22),
    "ablator": Material((0.070, 0.048, 0.034), 0.0, 0.8, 0.09, 0.25),
    "canopy_orange": Material((0.70, 0.24, 0.06), 0.0, 0.85),
    "canopy_white": Material((0.78, 0.77, 0.74), 0.0, 0.85),
    "canopy_orange_inside": Material((0.92, 0.34, 0.09), 0.0, 0.9),  # what shines through the cloth, as if reflected
    "canopy_white_inside": Material((0.97, 0.95, 0.90), 0.0, 0.9),
    "line": Material((0.55, 0.54, 0.50), 0.0, 0.8),
    "flag_white": Material((0.75, 0.75, 0.75)),
    "flag_blue": Material((0.03, 0.09, 0.42)),
    "flag_red": Material((0.50, 0.025, 0.03)),
    **_SOOT,
    "scorched_glass": Material((0.030, 0.020, 0.012), 0.0, 0.45),
    "hatch_metal": Material((0.34, 0.33, 0.31), 0.6, 0.45),
    "well_rim": Material((0.20, 0.18, 0.145), 0.3, 0.6),
    "well_wall": Material((0.13, 0.115, 0.09), 0.2, 0.7),
    "well_dark": Material((0.030, 0.027, 0.023), 0.0, 0.9),
    **{
        f"base_{k}": Material((0.17 + 0.10 * k, 0.16 + 0.10 * k, 0.14 + 0.098 * k), 0.25, 0.5, 0.04, 0.3)
        for k in range(5)
    },
    "concrete_worn": Material((0.285, 0.275, 0.25), 0.0, 0.9),
    "concrete_scorched": Material((0.16, 0.15, 0.135), 0.0, 0.9),
    "joint": Material((0.17, 0.165, 0.15), 0.0, 0.95),
    "far_wall": Material((0.52, 0.51, 0.48), 0.0, 0.9),
    "gravel": Material((0.25, 0.23, 0.195), 0.0, 0.95),
    "clay": Material((0.27, 0.222, 0.155), 0.0, 0.95),
    "steppe": Material((0.25, 0.203, 0.135), 0.0, 0.95),
    "scrub": Material((0.19, 0.165, 0.10), 0.0, 0.9),
    "straw": Material((0.36, 0.30, 0.18), 0.0, 0.9),
    "sleeper": Material((0.17, 0.155, 0.135), 0.0, 0.9),
    "rail": Material((0.34, 0.30, 0.27), 0.6, 0.45),
    "plaster": Material((0.60, 0.58, 0.52), 0.0, 0.85),
    "roof": Material((0.22, 0.22, 0.215), 0.0, 0.8),
    "mast_red": Material((0.42, 0.085, 0.05), 0.0, 0.6),
    "mast_white": Material((0.66, 0.65, 0.62), 0.0, 0.6),
    "frost_bright": Material((0.82, 0.83, 0.84), 0.0, 0.85),
    "frost_thick": Material((0.71, 0.72, 0.725), 0.0, 0.85),
    "frost_thin": Material((0.58, 0.595, 0.59), 0.0, 0.8),
    "frost_faint": Material((0.46, 0.475, 0.465), 0.0, 0.7),
    "rocket_dark": Material((0.20, 0.21, 0.20), 0.1, 0.55),
    "nozzle_dark": Material((0.09, 0.075, 0.065), 0.6, 0.5),
    "letter_blue": Material((0.035, 0.075, 0.26)),
    "suit_blue": Material((0.035, 0.055, 0.115), 0.0, 0.85),
    "suit_camouflage": Material((0.135, 0.150, 0.125), 0.0, 0.9, 0.25, 0.12),
    "suit_khaki": Material((0.16, 0.145, 0.10), 0.0, 0.9),
    "suit_orange": Material((0.62, 0.17, 0.03), 0.0, 0.8),
    "suit_white": Material((0.62, 0.63, 0.64), 0.0, 0.8),
    "sokol_white": Material((0.66, 0.665, 0.66), 0.0, 0.75),
    "sokol_blue": Material((0.07, 0.13, 0.30), 0.0, 0.8),
    "sokol_grey": Material((0.22, 0.225, 0.23), 0.0, 0.8),
    "visor": Material((0.10, 0.12, 0.14), 0.0, 0.08),
    "case_blue": Material((0.10, 0.16, 0.25), 0.1, 0.5),
    "cap_dark": Material((0.022, 0.026, 0.038), 0.0, 0.85),
    "cap_white": Material((0.66, 0.66, 0.65), 0.0, 0.8),
    "skin": Material((0.36, 0.22, 0.155), 0.0, 0.65),
    "boots": Material((0.022, 0.020, 0.018), 0.0, 0.7),
    "blanket_blue": Material((0.05, 0.11, 0.26), 0.0, 0.9),
    "chair_blue": Material((0.06, 0.13, 0.30), 0.0, 0.8),
    "heli_blue": Material((0.075, 0.155, 0.30), 0.0, 0.45),
    "heli_orange": Material((0.66, 0.20, 0.035), 0.0, 0.45),
    "heli_grey": Material((0.34, 0.36, 0.38), 0.0, 0.5),
    "bird_blue": Material((0.03, 0.13, 0.42), 0.0, 0.4),
    "loco_green": Material((0.045, 0.115, 0.075), 0.0, 0.5),
    "loco_yellow": Material((0.60, 0.36, 0.03), 0.0, 0.5),
    "loco_red": Material((0.45, 0.045, 0.03), 0.0, 0.5),
    "erector": Material((0.20, 0.255, 0.27), 0.05, 0.55),
    "panel_white": Material((0.60, 0.59, 0.55), 0.0, 0.7),
    "panel_grey": Material((0.36, 0.365, 0.36), 0.0, 0.7),
    "panel_dark": Material((0.09, 0.092, 0.095), 0.0, 0.6),
    "cloth_beige": Material((0.42, 0.38, 0.29), 0.0, 0.85),
    **_CABIN,
    "screen": Material((0.06, 0.30, 0.26), 0.0, 0.3),
    "tyre": Material((0.018, 0.018, 0.018), 0.0, 0.85),
    "loose_soil": Material((0.135, 0.107, 0.065), 0.0, 0.6),
}
