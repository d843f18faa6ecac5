"""Who stands in events together?

`/network` draws the actors of the filtered events and ties them where they share some; the list under it has the
same ties for reading without scripts.
"""

from urllib.parse import quote

from flask import Blueprint, render_template, request

from server.pages.catalogue import Catalogues
from server.pages.frame import frame
from server.pages.links import local_link
from server.pages.relations import Network, build_network
from server.pages.shown import Showing
from server.pages.spelling import brief
from server.pages.windows import path_of

MOST_ACTORS = 300
"""More cannot be told apart on a screen."""
_MOST_LISTED = 100


def create_network_blueprint(showing: Showing, catalogues: Catalogues) -> Blueprint:
    """The blueprint of `/network`."""
    blueprint = Blueprint("network", __name__)

    @blueprint.get("/network")
    def network() -> str:
        framed = frame(showing, catalogues, request.args)
        found = build_network(framed.shown.events, MOST_ACTORS)
        labels = {party.iri: party.label for party, _ in found.actors}
        return render_template(
            "network.html",
            **framed.members(),
            network=found,
            drawing=draw_network(found),
            names=labels,
            most_listed=_MOST_LISTED,
        )

    blueprint.app_template_global("pair_address")(pair_address)
    return blueprint


def draw_network(network: Network) -> dict[str, object]:
    """The network as its script reads it: ties by the numbers of their actors."""
    numbers = {party.iri: number for number, (party, _) in enumerate(network.actors)}
    return {
        "actors": [
            {"label": brief(party.label), "page": local_link(party.iri), "events": count}
            for party, count in network.actors
        ],
        "ties": [[numbers[tie.one], numbers[tie.other], tie.events] for tie in network.ties],
    }


def pair_address(one: str, other: str) -> str:
    """The timeline of what two actors share."""
    return "/?" + "&".join(("actor=" + quote(path_of(one)), "actor=" + quote(path_of(other)), "standing=all"))
