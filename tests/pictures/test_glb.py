"""A model written as binary glTF reads back by the rules of the container, to the last corner."""

from __future__ import annotations

import json
import struct
from typing import Any

import numpy as np
import pytest

from kazbek.pictures.models import ship
from kazbek.pictures.models.glb import glb
from kazbek.pictures.models.materials import MATERIALS
from kazbek.pictures.models.mesh import lathe


def read(file: bytes) -> tuple[dict[str, Any], bytes]:
    """The two chunks of a GLB, by Khronos glTF 2.0 section 4.4."""
    magic, version, length = struct.unpack_from("<4sII", file)
    assert (magic, version, length) == (b"glTF", 2, len(file))
    size, kind = struct.unpack_from("<I4s", file, 12)
    assert kind == b"JSON"
    assert size % 4 == 0
    binary_size, binary_kind = struct.unpack_from("<I4s", file, 20 + size)
    assert binary_kind == b"BIN\0"
    assert 28 + size + binary_size == len(file)
    return json.loads(file[20 : 20 + size]), file[28 + size :]


def array(document: dict[str, Any], binary: bytes, number: int) -> np.ndarray:
    accessor = document["accessors"][number]
    view = document["bufferViews"][accessor["bufferView"]]
    kind = {5126: "<f4", 5125: "<u4"}[accessor["componentType"]]
    values = np.frombuffer(binary[view["byteOffset"] : view["byteOffset"] + view["byteLength"]], kind)
    return values.reshape(accessor["count"], -1)


def test_a_ship_reads_back_corner_by_corner() -> None:
    model = ship.soyuz()
    document, binary = read(glb(model, "soyuz"))
    assert document["buffers"][0]["byteLength"] == len(binary)
    triangles = 0
    for primitive in document["meshes"][0]["primitives"]:
        name = document["materials"][primitive["material"]]["name"]
        ours = [mesh for mesh in model if mesh.material == name]
        corners = array(document, binary, primitive["attributes"]["POSITION"])
        np.testing.assert_allclose(corners, np.concatenate([m.vertices_m for m in ours]), atol=1e-5)
        accessor = document["accessors"][primitive["attributes"]["POSITION"]]
        assert accessor["min"] == pytest.approx(corners.min(axis=0))
        assert accessor["max"] == pytest.approx(corners.max(axis=0))
        indices = array(document, binary, primitive["indices"])
        assert indices.max() == len(corners) - 1
        triangles += len(indices) // 3
    assert triangles == sum(len(mesh.faces) for mesh in model)


def test_colours_are_the_materials() -> None:
    document, _ = read(glb(ship.soyuz(), "soyuz"))
    for entry in document["materials"]:
        assert entry["pbrMetallicRoughness"]["baseColorFactor"][:3] == list(MATERIALS[entry["name"]].colour)


def test_a_small_file_keeps_its_shape_to_16_bits_of_its_box() -> None:
    """KHR_mesh_quantization: each triangle's corners within half a step of 32767 to the middle of the longest side,
    though corners that are the same are stored once."""
    model = (lathe(((0.0, 0.0), (0.0, 1.0), (4.0, 1.0), (5.0, 0.0)), "white", 24),)
    small, whole = glb(model, "drum", small=True), glb(model, "drum")
    size = struct.unpack_from("<I", small, 12)[0]
    document, binary = json.loads(small[20 : 20 + size]), small[28 + size :]
    drawn = document["meshes"][0]["primitives"][0]
    corner, index = (document["accessors"][number] for number in (drawn["attributes"]["POSITION"], drawn["indices"]))
    view, listed = (document["bufferViews"][accessor["bufferView"]] for accessor in (corner, index))
    faces = np.frombuffer(binary, "<u2", index["count"], listed["byteOffset"]).reshape(-1, 3)
    rows = np.frombuffer(binary, "<i2", 4 * corner["count"], view["byteOffset"]).reshape(-1, 4)[:, :3]
    node = document["nodes"][0]
    back = rows / 32767.0 * node["scale"][0] + node["translation"]
    assert view["byteStride"] == 8
    assert np.abs(back[faces] - model[0].vertices_m[model[0].faces]).max() <= 0.51 * node["scale"][0] / 32767.0
    assert corner["count"] < len(model[0].vertices_m)
    assert len(small) < 0.75 * len(whole)
