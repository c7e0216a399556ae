"""A disk that fills up while a store is written: one line says so, nothing is lost, and with room again the same run completes."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from evals.corpus import write_corpus


def test_a_full_disk_is_named_and_nothing_is_lost(tmp_path: Path) -> None:
    """A real small disk in a namespace of its own: whatever is being written when it is full, from the catalogue to Chroma."""
    unshare = shutil.which("unshare")
    if unshare is None or subprocess.run([unshare, "-Urm", "true"], capture_output=True, check=False).returncode:
        pytest.skip("this system lets no user mount a small disk of his own (unshare -Urm), which is what is to be filled")
    write_corpus(tmp_path / "in", 20)
    disk = tmp_path / "disk"
    disk.mkdir()
    script = Path(__file__).with_name("full_disk.py")
    inner = f'mount -t tmpfs -o size=40m none "$1" && PYTHONPATH={script.parents[1]} exec "$2" {script} "$1" "$3"'
    command = [unshare, "-Urm", "sh", "-c", inner, "sh", str(disk), sys.executable, str(tmp_path / "in")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    said = json.loads(done.stdout)
    expected = f"the disk of '{disk}/store' is full; what was written before is kept: make room and run the same command again"
    assert len(said["errors"]) > 5
    assert (set(said["errors"]), said["problems"], said["held"]) == ({expected}, [], 20)
