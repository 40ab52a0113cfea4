"""A model as binary glTF 2.0 (.glb), for browsers and other programs: one primitive per material.

Format: Khronos glTF 2.0 specification, sections 3.6 (geometry), 3.9 (metallic-roughness materials), 4 (GLB container),
and KHR_mesh_quantization for small files: corners as 16-bit shares of the model's box, normals in 31sts.
Axes stay kazbek's, metres; glTF's right-handed frame asks for nothing else but that y be up for who places the model.
"""

from __future__ import annotations

import json
import struct
from dataclasses import dataclass
from typing import Any

import numpy as np

from kazbek.base.types import Floats
from kazbek.pictures.models.materials import MATERIALS, Material
from kazbek.pictures.models.mesh import Model, merged

_FLOAT, _UINT32, _UINT16, _INT16, _INT8 = 5126, 5125, 5123, 5122, 5120  # component types
_KINDS = {"f4": _FLOAT, "u4": _UINT32, "u2": _UINT16, "i2": _INT16, "i1": _INT8}
_VERTICES, _INDICES = 34962, 34963  # buffer view targets
_MAGIC, _JSON, _BINARY = 0x46546C67, 0x4E4F534A, 0x004E4942


@dataclass(frozen=True)
class _Box:
    """The box in which corners are counted: its middle and half its longest side."""

    middle_m: Floats
    half_m: float

    @classmethod
    def around(cls, model: Model) -> _Box:
        low = np.min([mesh.vertices_m.min(axis=0) for mesh in model], axis=0)
        high = np.max([mesh.vertices_m.max(axis=0) for mesh in model], axis=0)
        return cls((low + high) / 2.0, float((high - low).max()) / 2.0)

    def corners(self, vertices_m: Floats) -> Any:
        """16-bit corners, padded so that each takes a multiple of four bytes."""
        return _padded(np.round((vertices_m - self.middle_m) / self.half_m * 32767.0).astype("<i2"))


def _padded(rows: Any) -> Any:
    return np.concatenate((rows, np.zeros((len(rows), 1), rows.dtype)), axis=1)


def glb(model: Model, name: str, *, small: bool = False) -> bytes:
    """The whole file; corners, normals and indices as 32-bit numbers, or `small`: half the size, 16-bit corners."""
    box = _Box.around(model) if small else None
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
        corners, normals, faces = _corners(whole.vertices_m, box), _normals(whole.normals, small), whole.faces
        if small:
            corners, normals, faces = _welded(corners, normals, faces)
        document["meshes"][0]["primitives"].append(
            {
                "attributes": {
                    "POSITION": _stored(document, binary, corners, _VERTICES),
                    "NORMAL": _stored(document, binary, normals, _VERTICES),
                },
                "indices": _stored(document, binary, _indices(faces, small), _INDICES),
                "material": number,
            }
        )
    if box is not None:
        document["nodes"][0] |= {"translation": box.middle_m.tolist(), "scale": [box.half_m] * 3}
        document["extensionsUsed"] = document["extensionsRequired"] = ["KHR_mesh_quantization"]
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


def _welded(corners: Any, normals: Any, faces: Any) -> tuple[Any, Any, Any]:
    """Corners that are the same once they are counted, place and normal, are one; in the order of their first use."""
    _, first, number = np.unique(np.hstack((corners, normals)), axis=0, return_index=True, return_inverse=True)
    order = np.argsort(first)
    place = np.empty_like(order)
    place[order] = np.arange(len(order))
    return corners[first[order]], normals[first[order]], place[number.ravel()][faces]


def _corners(vertices_m: Floats, box: _Box | None) -> Any:
    return vertices_m.astype("<f4") if box is None else box.corners(vertices_m)


def _normals(normals: Floats, small: bool) -> Any:
    return _padded((np.round(normals * 31.0) * 4).astype("<i1")) if small else normals.astype("<f4")


def _indices(faces: Any, small: bool) -> Any:
    return faces.astype("<u2" if small and faces.max(initial=0) < 65535 else "<u4").ravel()


def _stored(document: dict[str, Any], binary: bytearray, values: Any, target: int) -> int:
    """Append an array to the buffer; the number of its accessor."""
    view = {"buffer": 0, "byteOffset": len(binary), "byteLength": values.nbytes, "target": target}
    kind = values.dtype.str[1:]
    if values.ndim == 2 and kind != "f4":
        view["byteStride"] = values.strides[0]
    document["bufferViews"].append(view)
    binary += values.tobytes()
    binary += b"\0" * (-len(binary) % 4)  # the container counts in fours
    accessor: dict[str, Any] = {
        "bufferView": len(document["bufferViews"]) - 1,
        "count": len(values),
        "componentType": _KINDS[kind],
        "type": "SCALAR" if values.ndim == 1 else "VEC3",
    }
    if values.ndim == 2:
        accessor |= {"min": values.min(axis=0)[:3].tolist(), "max": values.max(axis=0)[:3].tolist()}
        accessor |= {"normalized": True} if kind != "f4" else {}
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
