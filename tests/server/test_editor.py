"""Can somebody write a query in the editor, see what is wrong with it, and look at its answer from all sides?"""

from collections.abc import Iterator
from urllib.parse import quote

import httpx
import pytest
from chromium import (
    held_back,
    hold_back,
    let_come,
    look_like,
    open_browser,
    run,
    scrolls_sideways,
    wait_for,
    wait_gone,
    wait_until,
    watched,
)
from selenium import webdriver
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

SPANS = "SELECT ?event ?earliest ?latest { ?event dl:earliest ?earliest ; dl:latest ?latest }"
COUNTS = "SELECT ?kind (COUNT(?e) AS ?n) { ?e a ?class . ?class rdfs:label ?kind } GROUP BY ?kind"
SPOTS = "SELECT ?place ?lat ?long { VALUES (?place ?lat ?long) { ('Visby' 57.6 18.3) ('Lima' -12.0 -77.0) } }"
CROWD = """SELECT ?place ?lat ?long {
  VALUES (?place ?lat ?long) { ('Berlin' 52.5 13.4) ('Potsdam' 52.4 13.1) ('Lima' -12.0 -77.0) } }"""
WIDEST = (
    "return Math.max(...[...document.querySelectorAll('.shown svg')].map((one) => one.getBoundingClientRect().width))"
)
PAPER = 717
"""Pixels between the margins of A4."""
RUNAWAY = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
LATE_COST = """
const [fetched, pause] = [window.fetch, (ms) => new Promise((done) => setTimeout(done, ms))];
let [asked, told] = [0, null];
const cost = new Promise((done) => { told = done; });
window.fetch = async (address, options) => {
  const answer = await fetched(address, options);
  if (String(address).startsWith("/cost")) {
    await pause(1500);
    window.costTold = true;
    setTimeout(told, 500);
  } else if (asked++) await cost;
  return answer;
};
"""
"""What a query costs is told after its rows, and before the names of what is in them."""
TIES = "SELECT ?a ?b { ?a dl:dealtWith ?b }"


@pytest.fixture(scope="module")
def browser() -> Iterator[webdriver.Chrome]:
    """The distribution's Chromium, headless."""
    with open_browser() as started:
        yield started


@pytest.fixture
def visit(browser: webdriver.Chrome, client: httpx.Client) -> Iterator[webdriver.Chrome]:
    """The browser, watched for complaints and for requests that leave the server."""
    look_like(browser)
    with watched(browser, str(client.base_url).rstrip("/")) as seen:
        yield seen


def address(client: httpx.Client, query: str, view: str = "table") -> str:
    """The editor's address that runs a query."""
    return f"{client.base_url}/sparql?query={quote(query)}&view={view}"


def write(browser: webdriver.Chrome, text: str) -> None:
    """Empties the editor and writes a text key by key."""
    run(browser, "const cm = document.querySelector('.CodeMirror').CodeMirror; cm.setValue(''); cm.focus()")
    ActionChains(browser).send_keys(text).perform()


def ask(browser: webdriver.Chrome, query: str) -> None:
    """Puts a query into the editor and presses the button."""
    run(browser, "document.querySelector('.CodeMirror').CodeMirror.setValue(arguments[0])", query)
    browser.find_element(By.CSS_SELECTOR, ".tools .primary").click()


def written(browser: webdriver.Chrome) -> str:
    """The text in the editor."""
    return str(run(browser, "return document.querySelector('.CodeMirror').CodeMirror.getValue()"))


def test_no_script_or_style_may_stand_inside_a_page(client: httpx.Client) -> None:
    """Not even for the editor; the policy is the same everywhere (Content Security Policy 3, section 6.7)."""
    for path in ("/", "/sparql", "/page/ferries", "/docs"):
        policy = client.get(path, headers={"Accept": "text/html"}).headers["Content-Security-Policy"]
        assert "'unsafe-inline'" not in policy
        assert "script-src 'self';" in policy


def test_an_example_question_runs(visit: webdriver.Chrome, client: httpx.Client) -> None:
    """A click on a question in words gives its query and its rows, and the address is then a link to both."""
    visit.get(f"{client.base_url}/sparql")
    wait_for(visit, ".yasqe .CodeMirror")
    visit.find_element(By.CSS_SELECTOR, ".examples summary").click()
    visit.find_element(By.CSS_SELECTOR, "button[data-example='denials']").click()
    assert any("paid" in row for row in wait_for(visit, "#answer tbody tr"))
    assert not visit.find_elements(By.CSS_SELECTOR, ".yasqe .parseErrorIcon")
    assert "query=" in visit.current_url
    visit.get(visit.current_url)
    assert any("paid" in row for row in wait_for(visit, "#answer tbody tr"))


def test_names_are_completed_where_they_are_written(visit: webdriver.Chrome, client: httpx.Client) -> None:
    """A thing of the data, a property and a class, each by a word of its name; prefixes come by themselves."""
    visit.get(f"{client.base_url}/sparql")
    wait_for(visit, ".yasqe .CodeMirror")
    write(visit, "SELECT * { Norw")
    for words, typed in (("Norway", " supplied"), ("supplied to", " ?x . ?y a mee"), ("meeting", " }")):
        wait_until(visit, lambda driver, words=words: words in " ".join(shown(driver)))  # type: ignore[misc]
        ActionChains(visit).send_keys(Keys.ENTER, typed).perform()
    # The editor looks at its field from time to time: what was typed is not there at once.
    query = "SELECT * { dli:Q20 dl:suppliedTo ?x . ?y a dl:Meeting }"
    wait_until(visit, lambda driver: written(driver).splitlines()[-1] == query)
    wait_until(visit, lambda driver: "PREFIX dli:" in written(driver))
    assert "PREFIX dl: <https://w3id.org/dateline/ontology#>" in written(visit).splitlines()


def shown(browser: webdriver.Chrome) -> list[str]:
    """What the list under the cursor offers."""
    return [
        str(words)
        for words in run(browser, "return [...document.querySelectorAll('.CodeMirror-hint')].map(e => e.textContent)")
    ]


def test_a_fault_is_marked_where_it_is(browser: webdriver.Chrome, client: httpx.Client) -> None:
    """The token that the server stumbled over, and under it what could stand there; it goes when one writes on."""
    look_like(browser)
    browser.get(address(client, "SELECT * WHERE {\n  ?s ?p SELECT }"))
    assert wait_for(browser, ".fault") == ["SELECT"]
    (told,) = wait_for(browser, ".fault-told")
    assert "line 2, column 9" in told
    assert "a variable" in told
    ActionChains(browser).send_keys("x").perform()
    wait_gone(browser, ".fault")


def test_an_answer_that_was_cut_says_so(visit: webdriver.Chrome, client: httpx.Client) -> None:
    """Forty rows are the limit of this server; the answer can be cited and taken away."""
    visit.get(address(client, "SELECT * WHERE { ?s ?p ?o }"))
    wait_for(visit, "#answer tbody tr", at_least=40)
    wait_for(visit, "#notice", saying="This answer was cut: only its first 40 rows are here")
    assert visit.find_element(By.LINK_TEXT, "Cite this answer").get_attribute("href")


def test_what_a_query_costs_is_not_said_over_its_answer(visit: webdriver.Chrome, client: httpx.Client) -> None:
    """What is known of it only when the rows are there does not take the place of what is said of them."""
    slowed = visit.execute_cdp_cmd("Page.addScriptToEvaluateOnNewDocument", {"source": LATE_COST})
    try:
        visit.get(address(client, "SELECT * WHERE { ?s ?p ?o }"))
        wait_for(visit, "#answer tbody tr", at_least=40)
        assert run(visit, "return window.costTold")
        assert visit.find_element(By.ID, "notice").text.startswith("This answer was cut")
    finally:
        visit.execute_cdp_cmd("Page.removeScriptToEvaluateOnNewDocument", slowed)


def test_the_answer_to_an_older_query_does_not_take_the_place_of_a_newer_one(
    visit: webdriver.Chrome, client: httpx.Client
) -> None:
    """Not when the names of what is in it come later, either."""
    visit.get(f"{client.base_url}/sparql")
    wait_for(visit, ".yasqe .CodeMirror")
    hold_back(visit, "SAMPLE")
    ask(visit, "SELECT ?older { ?older a dl:Meeting }")
    held_back(visit)
    ask(visit, "SELECT ('newer' AS ?newer) {}")
    wait_for(visit, "#answer tbody tr")
    let_come(visit)
    assert wait_for(visit, "#answer th") == ["newer"]
    assert not visit.find_element(By.XPATH, "//button[.='Stop']").is_enabled()


def test_what_is_written_while_names_are_sought_belongs_to_the_name(
    visit: webdriver.Chrome, client: httpx.Client
) -> None:
    """Nothing of it stays behind the name that is chosen."""
    visit.get(f"{client.base_url}/sparql")
    wait_for(visit, ".yasqe .CodeMirror")
    write(visit, "SELECT * { Nor")
    wait_until(visit, lambda driver: "Norway" in " ".join(shown(driver)))
    editor = "const editor = document.querySelector('.CodeMirror').CodeMirror;"
    run(visit, f"{editor} editor.replaceSelection('way'); editor.state.completionActive.widget.pick()")
    assert written(visit).splitlines()[-1] == "SELECT * { dli:Q20"


def test_a_query_that_takes_too_long_says_what_happened_and_what_to_do(
    browser: webdriver.Chrome, client: httpx.Client
) -> None:
    """The limit, what costs most in it; the query stays, and a narrower one is answered on the same page."""
    look_like(browser)
    browser.get(address(client, RUNAWAY))
    (told,) = wait_for(browser, "#notice", saying="Time limit.")
    assert "the limit of 1 s" in told
    assert "name a thing or a type where it has a variable" in told
    assert "?d ?e ?f: This shares no variable with what stands before it" in told
    assert RUNAWAY in written(browser)
    wait_until(browser, lambda driver: not driver.find_element(By.XPATH, "//button[.='Stop']").is_enabled())
    write(browser, "SELECT * { ?event dl:edtf '2014-05-03' }")
    ActionChains(browser).key_down(Keys.CONTROL).send_keys(Keys.ENTER).key_up(Keys.CONTROL).perform()
    assert len(wait_for(browser, "#answer tbody tr")) == 1
    cite = client.get("/cite", params={"query": RUNAWAY}, headers={"Accept": "text/html"})
    assert cite.status_code == 503
    assert "name a thing or a type" in cite.text
    assert 'href="/sparql?query=SELECT' in cite.text


def test_an_empty_answer_leads_to_its_reason(visit: webdriver.Chrome, client: httpx.Client) -> None:
    """One click from no rows to the property that nobody knows."""
    visit.get(address(client, "SELECT * WHERE { ?s dl:hasGest ?o }"))
    wait_for(visit, "#notice a", at_least=3)
    visit.find_element(By.LINK_TEXT, "Why is this empty?").click()
    assert "dl:hasGuest" in wait_for(visit, "article.claim li")


def test_cells_lead_to_pages_and_proofs(visit: webdriver.Chrome, client: httpx.Client) -> None:
    """A thing is called by its label and leads to its page; what is inferred opens its proof down to the sentence."""
    visit.get(address(client, "SELECT ?b { dli:Q20 dl:suppliedTo ?b }"))
    wait_for(visit, "#answer td a.why")
    thing = visit.find_element(By.CSS_SELECTOR, "#answer td a")
    assert (thing.text, thing.get_dom_attribute("href")) == ("Peru <b>bold</b>", "/page/ferries/entity/peru")
    visit.find_element(By.CSS_SELECTOR, "#answer td a.why").click()
    assert "Peru bought ferries from Norway in 2012." in wait_for(visit, "tr.opened .tree mark")


@pytest.mark.parametrize(
    ("query", "view", "drawn"),
    [
        (SPANS, "timeline", ".when .bar"),
        (COUNTS, "chart", ".chart-of .series"),
        (SPOTS, "map", ".map .spot"),
        (TIES, "graph", ".network-drawing .node"),
    ],
)
def test_each_picture_is_drawn_when_the_columns_fit(
    visit: webdriver.Chrome, client: httpx.Client, query: str, view: str, drawn: str
) -> None:
    """By its own address; the others say what they lack, and no page becomes wider than the screen."""
    visit.get(address(client, query, view))
    wait_for(visit, drawn, at_least=2)
    pressed = visit.find_elements(By.CSS_SELECTOR, ".views button[aria-pressed=true]")
    assert [button.text.lower() for button in pressed] == [view]
    lacking = run(visit, "return [...document.querySelectorAll('.views button:disabled')].map(e => e.title)")
    assert lacking
    assert all(lacking)
    look_like(visit, width=360)
    assert not scrolls_sideways(visit)
    wait_until(visit, lambda driver: run(driver, WIDEST) <= 360)
    look_like(visit)
    wait_until(visit, lambda driver: run(driver, WIDEST) > 1000)
    run(visit, "window.dispatchEvent(new Event('beforeprint'))")
    assert run(visit, WIDEST) <= PAPER
    run(visit, "window.dispatchEvent(new Event('afterprint'))")
    assert run(visit, WIDEST) > 1000


def test_places_close_together_are_one_circle_that_opens(visit: webdriver.Chrome, client: httpx.Client) -> None:
    """By key or by click; then each has a circle of its own, and one button leads back to all."""
    visit.get(address(client, CROWD, "map"))
    wait_for(visit, ".map .spot", at_least=2)
    (circle,) = visit.find_elements(By.CSS_SELECTOR, ".spot[role=button]")
    assert run(visit, "return arguments[0].querySelector('title').textContent", circle).startswith("Berlin, Potsdam;")
    circle.send_keys(Keys.ENTER)
    wait_until(visit, lambda driver: spots(driver) == {"Berlin", "Potsdam"})
    next(one for one in visit.find_elements(By.CSS_SELECTOR, ".tools button") if one.text == "All").click()
    wait_until(visit, lambda driver: "Lima" in spots(driver))


def spots(browser: webdriver.Chrome) -> set[str]:
    """The circles on the map, by what they are called."""
    return set(run(browser, "return [...document.querySelectorAll('.spot title')].map((one) => one.textContent)"))


def test_triples_are_rows_too_and_old_queries_stay(visit: webdriver.Chrome, client: httpx.Client) -> None:
    """CONSTRUCT gives a table with proofs; what was asked can be asked again, and forgotten."""
    visit.get(address(client, "CONSTRUCT { ?a dl:suppliedTo ?b } WHERE { ?a dl:suppliedTo ?b }"))
    assert wait_for(visit, "#answer th")[:3] == ["subject", "predicate", "object"]
    wait_for(visit, "#answer td a.why")
    visit.find_element(By.CSS_SELECTOR, ".past summary").click()
    wait_for(visit, ".past li", saying="suppliedTo")
    next(one for one in visit.find_elements(By.CSS_SELECTOR, ".past button") if one.text == "Forget them").click()
    wait_gone(visit, ".past")
