"""A Ray cluster of two nodes reads and embeds what is read and embedded here; without Ray one line says what to install."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from crew_tasks import Obey
from full_disk import DigestEmbedder

from evals.corpus import write_corpus
from index import UsageError, build_store, check_store
from index.catalogue import Catalogue
from index.cluster import Cluster
from index.layout import CATALOGUE
from index.work import Fault
from rag.cli import main


def test_an_address_without_a_cluster_is_named(tmp_path: Path) -> None:
    """Whatever Ray says of it, in one line."""
    if importlib.util.find_spec("ray") is None:
        pytest.skip("Ray is not installed; install it: pip install 'pinpoint-rag[cluster]'")
    with pytest.raises(UsageError, match=r"^got --ray 'nowhere'; expected the address of a Ray cluster that runs"):
        list(Cluster("nowhere").run(Obey(tmp_path), [("one",)]))


@pytest.fixture(scope="module")
def two_nodes() -> Iterator[str]:
    """The address of a cluster of two nodes on this machine, one processor each."""
    if importlib.util.find_spec("ray") is None:
        pytest.skip("Ray is not installed; install it: pip install 'pinpoint-rag[cluster]'")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", ":".join([str(Path(__file__).parents[1]), str(Path(__file__).parent)]))
        patch.setenv("RAY_USAGE_STATS_ENABLED", "0")
        import ray
        from ray.cluster_utils import Cluster as Nodes

        node = {"num_cpus": 1, "object_store_memory": 100_000_000, "include_dashboard": False}
        nodes = Nodes(initialize_head=True, head_node_args=node)
        nodes.add_node(num_cpus=1, object_store_memory=100_000_000)
        yield nodes.address
        ray.shutdown()
        nodes.shutdown()


def contents(store: Path) -> list[list[tuple[object, ...]]]:
    """What a store holds but for the moments of reading."""
    catalogue = Catalogue.open(store / CATALOGUE)
    tables = ("paragraph", "window", "likeness", "remedy", "vector", "source")
    held = [catalogue.connection.execute(f"SELECT * FROM {table} ORDER BY 1, 2").fetchall() for table in tables]  # noqa: S608 - constants
    catalogue.close()
    return held


def test_a_cluster_writes_the_same_store(two_nodes: str, tmp_path: Path) -> None:
    """Row by row, and a file that is no decision is refused with the same reason."""
    write_corpus(tmp_path / "in", 12)
    (tmp_path / "in" / "bad.txt").write_text("no decision")
    here = build_store([tmp_path / "in"], tmp_path / "here", embedder=DigestEmbedder())
    there = build_store([tmp_path / "in"], tmp_path / "there", embedder=DigestEmbedder(), ray=two_nodes)
    assert (there.read, there.rejected, there.embedded) == (here.read, here.rejected, here.embedded)
    assert contents(tmp_path / "there") == contents(tmp_path / "here")
    assert check_store(tmp_path / "there") == ()


def test_a_job_that_ends_its_process_is_a_reason_there_too(two_nodes: str, tmp_path: Path) -> None:
    """In its place, and the jobs around it are done by processes of both nodes."""
    batches = [("before", "die", "after"), *((str(number),) for number in range(20))]
    found = list(Cluster(two_nodes).run(Obey(tmp_path), batches))
    assert [batch for batch, _ in found] == batches
    _, (before, died, after) = found[0]
    assert died == Fault("its process died (signal 9)")
    assert not isinstance(before, Fault)
    assert not isinstance(after, Fault)


def test_without_ray_the_command_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """In one line, before anything is read."""
    monkeypatch.setitem(sys.modules, "ray", None)
    assert main(["index", "sample", "--store", str(tmp_path / "store"), "--ray"]) == 2
    said = capsys.readouterr().err
    assert said == "pinpoint: got --ray, but Ray is not installed; install it: pip install 'pinpoint-rag[cluster]'\n"
