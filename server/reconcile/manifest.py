"""What can the service do, and where? Reconciliation Service API 0.2, section 3.1."""

from kg import __version__, iri
from server.reconcile.asked import BATCH
from server.reconcile.schema import types

PREVIEW_WIDTH, PREVIEW_HEIGHT = 420, 160


def manifest(root: str) -> dict[str, object]:
    """The manifest; `root` is the address of the server, with a slash at its end."""
    service = root + "reconcile"
    return {
        "versions": ["0.2"],
        "name": "Dateline",
        "identifierSpace": iri.ID,
        "schemaSpace": iri.ONTOLOGY,
        "documentation": root + "ontology",
        "serviceVersion": __version__,
        "defaultTypes": [{"id": kind.id, "name": kind.name} for kind in types().values()],
        "view": {"url": root + "id/{{id}}"},
        "preview": {"url": service + "/preview?id={{id}}", "width": PREVIEW_WIDTH, "height": PREVIEW_HEIGHT},
        "suggest": {name: _suggest(service, name) for name in ("entity", "property", "type")},
        "extend": {
            "propose_properties": {"service_url": service, "service_path": "/properties"},
            "property_settings": [
                {
                    "name": "limit",
                    "label": "Limit",
                    "type": "number",
                    "default": 0,
                    "help_text": "At most so many values of a thing; 0 for all",
                }
            ],
        },
        "batchSize": BATCH,
    }


def _suggest(service: str, name: str) -> dict[str, str]:
    return {
        "service_url": service,
        "service_path": f"/suggest/{name}",
        "flyout_service_url": service,
        "flyout_service_path": f"/flyout/{name}?id=${{id}}",
    }
