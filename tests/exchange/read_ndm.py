"""What ccsds-ndm finds in an OEM, as JSON: (epoch, km, km/s) of each state of each segment."""

import json
import sys

from ccsds_ndm.ndm_io import NdmIo

found = [
    {
        "object": segment.metadata.object_name,
        "frame": segment.metadata.ref_frame,
        "states": [
            [state.epoch, *(float(getattr(state, name).value) for name in ("x", "y", "z", "x_dot", "y_dot", "z_dot"))]
            for state in segment.data.state_vector
        ],
    }
    for segment in NdmIo().from_path(sys.argv[1]).body.segment
]
print(json.dumps(found))
