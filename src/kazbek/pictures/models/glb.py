"""A model as binary glTF 2.0 (.glb), for browsers and other programs: one primitive per material.

Format: Khronos glTF 2.0 specification, sections 3.6 (geometry), 3.9 (metallic-roughness materials), 4 (GLB container).
Axes stay kazbek's, metres; glTF's right-handed frame asks for nothing else but that y be up for who places the model.
"""

from __future__ import annotations

import json
import struct
from typing import Any

from kazbek.pictures.models.materials import MATERIALS, Material
from kazbek.pictures.models.mesh import Model, merged

_FLOAT, _UINT32 = 5126, 5125  # component types
_VERTICES, _INDICES = 34962, 34963  # buffer view targets
_MAGIC, _JSON, _BINARY = 0x46546C67, 0x4E4F534A, 0x004E4942


def glb(model: Model, name: str) -> bytes:
    """The whole file; corners, normals and indices as 32-bit numbers."""
    document: dict[str, Any] = {
        "asset": {"version": "2.0", "generator": "kazbek"},
        "scene": 0,
        "scenes": [{"nodes": [0]}],
        "nodes": [{"name": name, "mesh": 0}],
        "meshes": [{"name": name, "primitives": []}],
        "materials": [],
        "accessors": [],
        "bufferViews": [],
    }
    binary = bytearray()
    for number, material in enumerate(sorted({mesh.material for mesh in model})):
        document["materials"].append(_material(material, MATERIALS[material]))
        whole = merged([mesh for mesh in model if mesh.material == material])
        document["meshes"][0]["primitives"].append(
            {
                "attributes": {
                    "POSITION": _stored(document, binary, whole.vertices_m.astype("<f4"), _VERTICES),
                    "NORMAL": _stored(document, binary, whole.normals.astype("<f4"), _VERTICES),
                },
                "indices": _stored(document, binary, whole.faces.astype("<u4").ravel(), _INDICES),
                "material": number,
            }
        )
    document["buffers"] = [{"byteLength": len(binary)}]
    text = json.dumps(document, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 4)
    return b"".join(
        (
            struct.pack("<III", _MAGIC, 2, 28 + len(text) + len(binary)),
            struct.pack("<II", len(text), _JSON),
            text,
            struct.pack("<II", len(binary), _BINARY),
            binary,
        )
    )


def _stored(document: dict[str, Any], binary: bytearray, values: Any, target: int) -> int:
    """Append an array to the buffer; the number of its accessor."""
    document["bufferViews"].append(
        {"buffer": 0, "byteOffset": len(binary), "byteLength": values.nbytes, "target": target}
    )
    binary += values.tobytes()  # every array here is a multiple of four bytes, as the container asks
    accessor: dict[str, Any] = {
        "bufferView": len(document["bufferViews"]) - 1,
        "count": len(values),
        "componentType": _UINT32 if values.ndim == 1 else _FLOAT,
        "type": "SCALAR" if values.ndim == 1 else "VEC3",
    }
    if values.ndim == 2:
        accessor |= {"min": values.min(axis=0).tolist(), "max": values.max(axis=0).tolist()}
    document["accessors"].append(accessor)
    return len(document["accessors"]) - 1


def _material(name: str, material: Material) -> dict[str, Any]:
    return {
        "name": name,
        "doubleSided": True,
        "pbrMetallicRoughness": {
            "baseColorFactor": [*material.colour, 1.0],
            "metallicFactor": material.metal_frac,
            "roughnessFactor": material.roughness,
        },
    }
