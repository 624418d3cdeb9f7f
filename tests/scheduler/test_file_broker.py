"""Without Redis: what one process says, another hears when it is whole."""

from pathlib import Path
from queue import Empty

import pytest
from kombu.connection import Connection

from scheduler.file_broker import Transport


def test_nobody_reads_half_a_message(tmp_path: Path) -> None:
    folders = {"data_folder_in": str(tmp_path), "data_folder_out": str(tmp_path), "control_folder": str(tmp_path / "c")}
    with Connection(transport=Transport, transport_options=folders) as broker:  # type: ignore[no-untyped-call]
        writer, reader = broker.channel(), broker.channel()

        class Half:
            """Something that is being written while another reads."""

            def __json__(self) -> str:
                with pytest.raises(Empty):
                    reader._get("control")
                return "whole"

        writer._put("control", {"said": Half()})
        assert reader._get("control") == {"said": "whole"}
