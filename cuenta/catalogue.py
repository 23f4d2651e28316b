"""What a data catalogue harvests: DCAT as JSON-LD, and `/data.json` as CKAN and others read it.

One record for each edition's data set and one for each table; addresses are permanent, so that a
harvest of today and one of next year name the same things. Plain values in, bytes out.
"""

from dataclasses import dataclass
from typing import Any

from cuenta.structured import FORMATS
from programs import licence
from programs.formats import json_bytes

CONTEXT = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
PROJECT_OPEN_DATA = "https://project-open-data.cio.gov/v1.1/schema"
SPANISH = "http://publications.europa.eu/resource/authority/language/SPA"
YEARLY = "http://publications.europa.eu/resource/authority/frequency/ANNUAL"
MEDIA = "https://www.iana.org/assignments/media-types/"


@dataclass(frozen=True, slots=True)
class Distribution:
    """One file of a data set: its permanent address; archivos.json has its bytes and hash."""

    address: str
    title: str

    @property
    def media_type(self) -> str:
        return FORMATS.get(self.address.rsplit(".", 1)[-1], "application/octet-stream")


@dataclass(frozen=True, slots=True)
class DataSet:
    """One data set. `identifier` is its permanent address; `page` is where people read it."""

    identifier: str
    title: str
    description: str
    page: str
    year: int
    version: str
    issued: str
    modified: str
    keywords: tuple[str, ...]
    files: tuple[Distribution, ...]


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Who publishes, where, and what."""

    title: str
    address: str
    publisher: str
    publisher_page: str
    mail: str
    sets: tuple[DataSet, ...]


def dcat(catalogue: Catalogue) -> bytes:
    """`/catalogo.jsonld`: DCAT 3 with what DCAT-AP asks for."""
    home = {"foaf:homepage": {"@id": catalogue.publisher_page}}
    publisher = {
        "@id": f"{catalogue.address}#institucion",
        "@type": "foaf:Agent",
        "foaf:name": catalogue.publisher,
        **(home if catalogue.publisher_page else {}),
    }
    return json_bytes(
        {
            "@context": CONTEXT,
            "@id": catalogue.address,
            "@type": "dcat:Catalog",
            "dct:title": _spanish(catalogue.title),
            "dct:description": _spanish(f"{catalogue.title}: datos que cualquiera puede rehacer."),
            "dct:publisher": publisher,
            "dct:language": {"@id": SPANISH},
            "dct:license": {"@id": licence.PATH},
            "foaf:homepage": {"@id": catalogue.address},
            "dcat:dataset": [_dcat_set(catalogue, each) for each in catalogue.sets],
        }
    )


def _dcat_set(catalogue: Catalogue, each: DataSet) -> dict[str, Any]:
    return {
        "@id": each.identifier,
        "@type": "dcat:Dataset",
        "dct:identifier": each.identifier,
        "dct:title": _spanish(each.title),
        "dct:description": _spanish(each.description),
        "dct:publisher": {"@id": f"{catalogue.address}#institucion"},
        **({"dcat:contactPoint": _contact(catalogue)} if catalogue.mail else {}),
        "dcat:landingPage": {"@id": each.page},
        "dcat:version": each.version,
        "dct:issued": _date(each.issued),
        "dct:modified": _date(each.modified),
        "dct:accrualPeriodicity": {"@id": YEARLY},
        "dct:language": {"@id": SPANISH},
        "dct:license": {"@id": licence.PATH},
        "dct:spatial": {"@id": "http://publications.europa.eu/resource/authority/country/CHL"},
        "dct:temporal": {
            "@type": "dct:PeriodOfTime",
            "dcat:startDate": {"@value": f"{each.year}-01-01", "@type": "xsd:date"},
            "dcat:endDate": {"@value": f"{each.year}-12-31", "@type": "xsd:date"},
        },
        "dcat:keyword": [_spanish(word) for word in each.keywords],
        "dcat:distribution": [_dcat_file(file) for file in each.files],
    }


def _dcat_file(file: Distribution) -> dict[str, Any]:
    return {
        "@id": file.address,
        "@type": "dcat:Distribution",
        "dct:title": _spanish(file.title),
        "dcat:accessURL": {"@id": file.address},
        "dcat:downloadURL": {"@id": file.address},
        "dcat:mediaType": {"@id": MEDIA + file.media_type},
        "dct:license": {"@id": licence.PATH},
    }


def _contact(catalogue: Catalogue) -> dict[str, Any]:
    return {
        "@type": "vcard:Kind",
        "vcard:fn": catalogue.publisher,
        "vcard:hasEmail": {"@id": f"mailto:{catalogue.mail}"},
    }


def _spanish(text: str) -> dict[str, str]:
    return {"@value": text, "@language": "es"}


def _date(text: str) -> dict[str, str]:
    kind = "xsd:dateTime" if "T" in text else "xsd:date"
    return {"@value": text, "@type": kind}


def data_json(catalogue: Catalogue) -> bytes:
    """`/data.json`: Project Open Data 1.1, which CKAN's harvester reads."""
    return json_bytes(
        {
            "@context": f"{PROJECT_OPEN_DATA}/catalog.jsonld",
            "@id": f"{catalogue.address}data.json",
            "@type": "dcat:Catalog",
            "conformsTo": PROJECT_OPEN_DATA,
            "describedBy": f"{PROJECT_OPEN_DATA}/catalog.json",
            "dataset": [_open_data_set(catalogue, each) for each in catalogue.sets],
        }
    )


def _open_data_set(catalogue: Catalogue, each: DataSet) -> dict[str, Any]:
    contact = {"@type": "vcard:Contact", "fn": catalogue.publisher}
    contact["hasEmail"] = f"mailto:{catalogue.mail}" if catalogue.mail else ""
    return {
        "@type": "dcat:Dataset",
        "identifier": each.identifier,
        "title": each.title,
        "description": each.description,
        "keyword": list(each.keywords),
        "issued": each.issued,
        "modified": each.modified,
        "publisher": {"@type": "org:Organization", "name": catalogue.publisher},
        "contactPoint": {name: value for name, value in contact.items() if value},
        "accessLevel": "public",
        "license": licence.PATH,
        "rights": licence.TITLE,
        "spatial": "Chile",
        "temporal": f"{each.year}-01-01/{each.year}-12-31",
        "accrualPeriodicity": "R/P1Y",
        "language": ["es-CL"],
        "landingPage": each.page,
        "distribution": [
            {
                "@type": "dcat:Distribution",
                "downloadURL": file.address,
                "mediaType": file.media_type,
                "format": file.address.rsplit(".", 1)[-1].upper(),
                "title": file.title,
            }
            for file in each.files
        ],
    }
