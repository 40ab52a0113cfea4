"""One scene: meshes, materials, light and cameras, shared by the gallery and whatever draws next."""
