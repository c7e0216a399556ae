"""Small networks that rank the best rows of a question, fitted with torch and handed to rag/ranker.py as plain numbers.

The loss is over whole lists: of each question's rows those that support share the probability (the softmax cross-entropy of
ListNet, Cao et al. 2007), which is what a ranking is for; a logistic regression on a member, predicted for questions it was not
fitted on, makes it a chance. On the development questions, cross-validated, this ranked 0.81 of the supports of the real
decisions and 0.77 of the samples' in the first ten where a logistic regression over the same columns ranked 0.80 and 0.73.
Proved by tests/test_evals_network.py.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from rag import WIDEST, second_names

if TYPE_CHECKING:
    import torch
    from numpy.typing import NDArray

__all__ = ["Rows", "fit_network", "rounded"]

Rows = tuple["NDArray[np.float32]", "NDArray[np.bool_]"]
"""A question's rows, shape (rows, columns), and which support."""

_UNITS = 24  # chosen by cross-validated recall among 0, 12, 24, as were the others
_MEMBERS = 4
_EPOCHS = 10
_RATE = 3e-3
_DECAY = 0.02
_DROPPED = 0.2
_AT_ONCE = 8  # questions a step
_FOLDS = 4
_DIGITS = 4


@dataclass(frozen=True, slots=True)
class _Member:
    """One network: `bent` is columns -> units -> 1, `line` columns -> 1."""

    bent: torch.nn.Sequential
    line: torch.nn.Linear

    def __call__(self, rows: torch.Tensor) -> torch.Tensor:
        scores: torch.Tensor = (self.bent(rows) + self.line(rows))[:, 0]
        return scores


def rounded(values: Any) -> Any:  # noqa: ANN401 - nested lists of numbers, as JSON has them
    """Numbers at some digits, so that a file of weights stays small."""
    if np.ndim(values):
        return [rounded(value) for value in values]
    return float(f"{float(values):.{_DIGITS}g}")


def fit_network(asked: Sequence[Rows]) -> dict[str, Any]:
    """The value of "second" in ranker.json; questions without a support teach nothing of the order, but count in the chance."""
    columns = np.concatenate([rows for rows, _ in asked])
    mean, scale = columns.mean(axis=0), columns.std(axis=0)
    scale[scale == 0] = 1.0
    inner = [(np.clip((rows - mean) / scale, -WIDEST, WIDEST).astype(np.float32), supports) for rows, supports in asked]
    members = [_fit_member(inner, seed) for seed in range(_MEMBERS)]
    slope, constant = _to_chance(inner)
    return {
        "names": list(second_names()),
        "mean": rounded(mean),
        "scale": rounded(scale),
        "hidden": rounded(np.stack([_array(member.bent[0].weight).T for member in members])),
        "bends": rounded(np.stack([_array(member.bent[0].bias) for member in members])),
        "out": rounded(np.stack([_array(member.bent[3].weight)[0] for member in members])),
        "line": rounded(np.stack([_array(member.line.weight)[0] for member in members])),
        "slope": slope,
        "constant": constant,
    }


def _array(value: Any) -> NDArray[np.float32]:  # noqa: ANN401 - torch types its parameters so
    return np.asarray(value.detach().numpy(), np.float32)


def _fit_member(asked: Sequence[Rows], seed: int) -> _Member:
    import torch

    torch.manual_seed(seed)
    dice = np.random.default_rng(seed)
    width = asked[0][0].shape[1]
    out = torch.nn.Linear(_UNITS, 1, bias=False)
    member = _Member(
        torch.nn.Sequential(torch.nn.Linear(width, _UNITS), torch.nn.ReLU(), torch.nn.Dropout(_DROPPED), out),
        torch.nn.Linear(width, 1, bias=False),
    )
    torch.nn.init.zeros_(member.line.weight)
    taught = [(torch.from_numpy(rows), torch.from_numpy(supports.astype(np.float32))) for rows, supports in asked if supports.any()]
    parameters = [*member.bent.parameters(), *member.line.parameters()]
    optimizer = torch.optim.AdamW(parameters, lr=_RATE, weight_decay=_DECAY)
    steps = max(1, len(taught) // _AT_ONCE)
    rate = torch.optim.lr_scheduler.LinearLR(optimizer, 1.0, 0.03, total_iters=_EPOCHS * steps)
    with _one_thread():
        for step in (step for _ in range(_EPOCHS) for step in np.array_split(dice.permutation(len(taught)), steps)):
            optimizer.zero_grad()
            for at in step:
                rows, supports = taught[at]
                loss = -(supports / supports.sum() * torch.log_softmax(member(rows), 0)).sum() / len(step)
                loss.backward()
            optimizer.step()
            rate.step()
    member.bent.eval()
    return member


@contextmanager
def _one_thread() -> Iterator[None]:
    """Matrices this small: two threads wait for each other ten times longer than they compute."""
    import torch

    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


def _to_chance(asked: Sequence[Rows]) -> tuple[float, float]:
    """Slope and constant that make the members' mean a log chance, from members that were fitted without the question."""
    import torch
    from sklearn.linear_model import LogisticRegression

    scores, truths = [], []
    for fold in range(_FOLDS):
        member = _fit_member([rows for at, rows in enumerate(asked) if at % _FOLDS != fold], fold)
        with torch.no_grad():
            for rows, supports in asked[fold::_FOLDS]:
                scores.append(member(torch.from_numpy(rows)).numpy())
                truths.append(supports)
    model = LogisticRegression(C=1e6).fit(np.concatenate(scores)[:, None], np.concatenate(truths))
    return float(model.coef_[0, 0]), float(model.intercept_[0])
