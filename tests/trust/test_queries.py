"""Cases 19 to 27 but 25: can a query end the server, or keep it from those who ask beside it?

Each docstring names the lines that defend; `defences.py` takes them out.
"""

import os
import signal
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import httpx
import pytest
from pools import EASY, ENDLESS, pool_over, question, wait_for

from server.http.refusals import Refusal
from server.workers.limits import Pool

GREEDY = "SELECT * WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?i ?f ?c"


@pytest.fixture(scope="module")
def pool(data: Path) -> Iterator[Pool]:
    """One worker, asked without the server in front."""
    with pool_over(data) as made:
        yield made


def ask(client: httpx.Client, query: str) -> httpx.Response:
    """A query by form POST."""
    return client.post("/sparql", data={"query": query})


def is_well(client: httpx.Client) -> bool:
    """Whether the next client is answered."""
    return ask(client, EASY).json()["boolean"] is True and client.get("/health").json()["status"] == "ok"


@pytest.mark.parametrize(
    "text",
    [
        'SELECT * { BIND(REGEX("' + "a" * 5000 + '!", "^(a+)+$") AS ?x) }',
        'SELECT * { BIND(REGEX("a", "((a{1,500}){1,500}){1,500}") AS ?x) }',
        "ASK { FILTER(" + "!" * 10_000 + "true) }",
    ],
    ids=["backtracking", "a large automaton", "ten thousand negations"],
)
def test_case_19_redos_in_regex(pool: Pool, text: str) -> None:
    """The engine's own expressions take linear time and bounded memory (`server.workers.answering.evaluate`)."""
    assert pool.ask(question(text, seconds=20)).size > 0


def test_case_20_a_timeout_stops_the_work(client: httpx.Client) -> None:
    """`server.workers.limits.Pool._look_at` ends the worker at the deadline, and the worker itself a second later.

    The limit is one second here; on a busy machine the word of it may take longer, the query itself for ever.
    """
    begun = time.monotonic()
    answer = ask(client, ENDLESS)
    assert answer.status_code == 503
    assert "limit of 1 s" in answer.json()["detail"]
    assert time.monotonic() - begun < 10
    assert ask(client, EASY).json()["boolean"] is True


@pytest.mark.parametrize(
    "query",
    [
        "SELECT (STRLEN(GROUP_CONCAT(CONCAT(STR(?a), STR(?d), STR(?g)))) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
        "SELECT * { ?s ?p ?o "
        + " ".join(f"OPTIONAL {{ ?s{n} ?p{n} ?o{n} }}" for n in range(60))
        + " } ORDER BY ?o59",
    ],
    ids=["GROUP_CONCAT", "OPTIONAL chain"],
)
def test_case_21_memory_blow_up(query: str, client: httpx.Client) -> None:
    """`server.workers.worker.give_up_rights` limits the memory of a worker, and it has a deadline."""
    begun = time.monotonic()
    assert ask(client, query).status_code in {422, 503}
    assert time.monotonic() - begun < 10
    assert is_well(client)


def test_case_21_a_sort_ends_at_the_limit_of_memory(data: Path) -> None:
    """`server.workers.memory.limit_memory`: long before the limit of time, and the next one is answered."""
    with pool_over(data, memory=100, patience=5) as frugal:
        with pytest.raises(Refusal, match="100 MiB") as refused:
            frugal.ask(question(GREEDY, seconds=15))
        assert refused.value.status == 422
        assert b"true" in frugal.ask(question(EASY)).read()


def test_case_22_a_lost_worker_costs_nobody_an_answer(pool: Pool) -> None:
    """`server.workers.crew.Crew.hand_over`: the question goes to a fresh worker when the idle one was dead."""
    assert b"true" in pool.ask(question(EASY)).read()
    for process in pool.load().pids:
        os.kill(process, signal.SIGKILL)
        # Only when its last thread has ended are its pipes closed.
        wait_for(lambda process=process: len(list(Path(f"/proc/{process}/task").iterdir())) <= 1)  # type: ignore[misc]
        wait_for(lambda process=process: ") Z " in Path(f"/proc/{process}/stat").read_text())  # type: ignore[misc]
    assert b"true" in pool.ask(question(EASY)).read()


ODD = (
    "SELECT * { ?s (!<x:a>|^<x:b>)* ?o } LIMIT 1",
    "SELECT (SUM(?s) AS ?x) (AVG(?s) AS ?y) (MIN(?s) AS ?z) { ?s ?p ?o } HAVING (COUNT(*) > 0)",
    "SELECT (SUBSTR('a', 9223372036854775807, -9223372036854775808) AS ?x) {}",
    "SELECT (9223372036854775807 + 1 AS ?x) (-9223372036854775807 - 2 AS ?y) {}",
    "SELECT (1/0 AS ?x) (1.0/0 AS ?y) (0e0/0 AS ?z) {}",
    "SELECT ('99999-99-99T99:99:99'^^xsd:dateTime + 1 AS ?x) (YEAR('x'^^xsd:dateTime) AS ?y) {}",
    "SELECT (xsd:decimal('9e999') AS ?x) (xsd:integer('9e9') AS ?y) {}",
    "SELECT ?s { ?s ?p ?o } GROUP BY ?s ?s ?s ORDER BY DESC(?s) ASC(?s) LIMIT 0 OFFSET 9223372036854775807",
    "SELECT ?s { ?s ?p ?o } LIMIT 18446744073709551615 OFFSET 18446744073709551615",
    "SELECT * { VALUES () { () () } MINUS { VALUES ?x { UNDEF } } }",
    "SELECT * { GRAPH ?g {} FILTER NOT EXISTS { FILTER EXISTS { ?g ?g ?g } } }",
    "SELECT (CONCAT() AS ?x) (COALESCE() AS ?y) (IF(1, 2, 1/0) AS ?z) {}",
    "CONSTRUCT { ?o ?s ?p . [] ?o [] } { ?s ?p ?o }",
    "DESCRIBE * { ?s ?p ?o }",
    "ASK { <<( <x:a> <x:b> <<( <x:a> <x:b> 1 )>> )>> ?p ?o }",
    "SELECT (REPLACE('a', '', '$9') AS ?x) (REGEX('a', '(') AS ?y) (STRLANG('a', '') AS ?z) {}",
    "SELECT ('\\uD800' AS ?x) {}",
    "SELECT * { ?s ?p ?o . FILTER(?p IN ()) } ORDER BY RAND() STR(?undefined)",
)


def test_case_23_a_plain_select_that_ends_its_process_ends_no_more(data: Path) -> None:
    """`server.workers.process.start_module`: the engine has a process of its own, which alone aborts for memory."""
    with pool_over(data, memory=100, patience=5) as pool:
        assert b"true" in pool.ask(question(EASY)).read()
        engine = pool.load().pids[0]
        with pytest.raises(Refusal):
            pool.ask(question(GREEDY, seconds=15))
        assert engine not in pool.load().pids
        assert b"true" in pool.ask(question(EASY)).read()


def test_case_23_no_plain_query_ends_the_server(client: httpx.Client) -> None:
    """`server.workers.process.start_module`: what ended other stores is answered or refused, and the next too."""
    for query in ODD:
        assert ask(client, query).status_code in {200, 400, 422, 503}, query
    assert is_well(client)


@pytest.mark.parametrize(
    "query",
    [
        "ASK " + "{" * 10_000 + "}" * 10_000,
        "ASK { FILTER(" + "(" * 10_000 + "1" + ")" * 10_000 + ") }",
        "ASK { ?s ?p '" + "x" * 100_000 + "' }",
    ],
    ids=["groups", "brackets", "length"],
)
def test_case_24_deep_nesting_and_long_queries(query: str, client: httpx.Client) -> None:
    """`_refuse_dangers` counts brackets and `_refuse_unreadable` characters (`server.grammar.danger`)."""
    answer = ask(client, query)
    assert answer.status_code in {400, 413}
    assert "limit" in answer.json()["detail"]


def test_a_worker_that_dies_of_its_stack_is_told_from_one_that_dies_of_memory(pool: Pool) -> None:
    """The signal tells (`server.workers.process.Worker.cause`)."""
    for number, title in ((signal.SIGSEGV, "Too deeply nested"), (signal.SIGABRT, "Memory limit")):
        failed: list[Refusal] = []

        def hold(failed: list[Refusal] = failed) -> None:
            try:
                pool.ask(question(ENDLESS, seconds=60))
            except Refusal as refusal:
                failed.append(refusal)

        thread = threading.Thread(target=hold)
        thread.start()
        wait_for(lambda: pool.load().aside == 1)
        busy = pool.load().pids[-1]
        os.kill(busy, number)
        thread.join()
        assert [one.title for one in failed] == [title]


def test_case_26_one_heavy_client_starves_nobody(data: Path) -> None:
    """`server.workers.turns.Turns`: of ten requests at a time of one client another waits for a few only."""
    heavy = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f FILTER(?a != ?f) } LIMIT 1"
    answered: Counter[str] = Counter()
    done = threading.Event()
    waited = 0
    with pool_over(data, size=2, patience=60) as fair:

        def ask_for_ever() -> None:
            while not done.is_set():
                with suppress(Refusal):
                    fair.ask(question(heavy, seconds=0.2), done.is_set, "heavy")
                answered["heavy"] += 1

        threads = [threading.Thread(target=ask_for_ever) for _ in range(10)]
        try:
            for thread in threads:
                thread.start()
            wait_for(lambda: answered["heavy"] >= 2)
            for _ in range(10):
                before = answered["heavy"]
                assert b"true" in fair.ask(question(EASY, seconds=30), client="light").read()
                waited += answered["heavy"] - before
        finally:
            done.set()
            for thread in threads:
                thread.join()
    # Behind the line of the other client each would wait for ten of its requests.
    assert waited <= 30


def test_case_27_a_client_that_hangs_up_cancels(data: Path) -> None:
    """`server.workers.process.Worker._fill` asks `gone` while a worker is silent, long before the deadline."""
    begun = time.monotonic()
    left = threading.Event()
    threading.Timer(0.3, left.set).start()
    with pool_over(data) as pool:
        with pytest.raises(Refusal, match="closed the connection"):
            pool.ask(question(ENDLESS, seconds=30), left.is_set)
        assert pool.load().running == 0
    assert time.monotonic() - begun < 15
