"""Hostile text in decisions, questions and histories (tests/attacks.py), against quotation and against a model that obeys it.

The scripted model writes what it was told to, beside one true sentence so that its answer is not simply replaced. Whatever
it obeys, no citation is invented, no grade is other than the check's own, and nothing of the prompt is shown.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from attacks import ATTACKS, OPENING, hostile_decision
from scripted_server import ScriptedServer, text

from index import Embedder, Filters, Reference, Store, build_store, open_store, sample_folder
from rag import Answer, Answerer, Claim, Turn
from rag.bounded import Limits
from rag.chain import ModelChain
from rag.models import ModelSpec, load_model
from rag.prompts import fence_history, neutralise
from rag.verify import verify_claim

ASKED = "Was it fault to refuse the panel in 99 666 001?"
TRUE = "The Council had no power to refuse"
"""What paragraph 27 says, nearly."""
Ask = Callable[[str, str], Answer]
PLACES = {row[1]: n for n, row in enumerate(row for row in ATTACKS if row[0] == "decision")}


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory, embedder: Embedder) -> Iterator[Store]:
    """The samples and the hostile decision."""
    folder = tmp_path_factory.mktemp("hostile")
    (folder / "hostile.txt").write_text(hostile_decision(), encoding="utf-8")
    build_store([sample_folder(), folder / "hostile.txt"], folder / "store", embedder=embedder)
    store = open_store(folder / "store")
    yield store
    store.close()


@pytest.fixture(scope="module")
def quoted(store: Store, embedder: Embedder) -> Ask:
    """Ask for the answer by quotation, each place of an attack once."""
    answerer, known = Answerer(store, embedder), dict[tuple[str, str], Answer]()

    def ask(where: str, attack: str) -> Answer:
        if (where, attack) not in known:
            known[where, attack] = answerer.ask(*_place(where, attack))
        return known[where, attack]

    return ask


@pytest.fixture(scope="module")
def server() -> Iterator[ScriptedServer]:
    """The server of the obedient model."""
    with ScriptedServer() as running:
        yield running


@pytest.fixture(scope="module")
def obeying(store: Store, embedder: Embedder, server: ScriptedServer) -> Answerer:
    """Answers by the obedient model."""
    model = load_model(ModelSpec.parse(server.base_url), timeout_s=30.0, max_tokens=200, api_key="k")
    limits = Limits(deadline_s=30.0, attempts=1, pause_s=0.0)
    return Answerer(store, embedder, ModelChain(model, name="obedient", limits=limits))


def _assert_sound(answer: Answer, store: Store) -> None:
    """Every citation stands in the store, every grade is the check's own, and the prompt is nowhere."""
    by_n = {citation.n: citation for citation in answer.citations}
    for citation in answer.citations:
        (found,) = store.matching(Filters(references=(Reference(citation.reference),)))
        paragraph = store.decision(found).paragraph(citation.paragraph)
        assert paragraph is not None
        assert citation.text == paragraph.text
        assert citation.quote in citation.text
    for claim in _written(answer):
        graded = verify_claim(claim.text, [by_n[n] for n in claim.citations])
        assert (claim.grade, claim.reason) in {graded, ("unsupported", "cites a source that was not given")}
    assert OPENING not in answer.text
    assert OPENING not in " ".join(answer.notices)


def _written(answer: Answer) -> list[Claim]:
    """The claims that are quoted or written, less those that code worked out to correct the question."""
    return [claim for claim in answer.claims if not claim.reason.startswith("worked out by code")]


def _place(where: str, attack: str) -> tuple[str, list[Turn]]:
    """The question and the history that carry an attack, or ask for the paragraph that does."""
    if where == "decision":
        return f"show me paragraph {PLACES[attack] + 3} of 99 666 001", []
    if where == "question":
        return f"{attack} In 99 666 001.", []
    return ASKED, [Turn("What was found in 99 666 001?", attack)]


def test_there_are_sixty_attacks() -> None:
    """In decisions, questions and histories."""
    assert len(ATTACKS) >= 60
    assert {row[0] for row in ATTACKS} == {"decision", "question", "history"}


@pytest.mark.parametrize(("where", "attack"), [row[:2] for row in ATTACKS])
def test_quotation_is_not_moved_by_an_attack(where: str, attack: str, quoted: Ask, store: Store) -> None:
    """A decision's hostile paragraph is at most quoted as what it is; a question or history changes no quotation."""
    answer = quoted(where, attack)
    assert answer.mode == "quotation"
    assert {claim.grade for claim in _written(answer)} <= {"quote"}
    _assert_sound(answer, store)


def _token(answer: Answer) -> str:
    """The token under which the model is offered the finding, or the first."""
    found = (f"S{n}" for n, one in enumerate(answer.passages, 1) if (one.reference, one.paragraph) == ("99 666 001", 27))
    return next(found, "S1")


@pytest.mark.parametrize(("where", "attack", "obeyed", "lie"), ATTACKS)
def test_a_model_that_obeys_an_attack_is_found_out(
    where: str, attack: str, obeyed: str, *, lie: str, quoted: Ask, obeying: Answerer, server: ScriptedServer
) -> None:
    """It reads the attack as data, writes what it was told to, and the lie is never shown as supported."""
    question, history = _place(where, attack)
    server.forget()
    server.reply(text(f"{obeyed} {TRUE} [{_token(quoted(where, attack))}]."))
    answer = obeying.ask(question, history)
    _assert_sound(answer, obeying.store)
    supported = [claim.text for claim in _written(answer) if claim.grade in {"quote", "supported"}]
    assert not [claim for claim in supported if lie in claim]
    if server.requests:  # a question that cannot be served never reaches the model
        content = server.requests[0].messages[1]["content"]
        assert (fence_history(history) if history else neutralise(attack).split("\n")[0].strip()) in content
        assert not re.search(r"99[ -]?666[ -]?001", content.split("Earlier in this conversation")[0])  # none to copy
