"""The tables of the ground floor."""

from programs.models.accounts import Chapter, PublicAccount, Source
from programs.models.checks import Erratum, Explanation, Rule, Term
from programs.models.editions import AccountEvent, Edition, EditionFile
from programs.models.institutions import ContactPoint, Institution, LegalCitation, Region, Sex
from programs.models.programs import Indicator, Program, StrategicProduct
from programs.models.results import Result
from programs.models.tables import Table, TableColumn, TableRow
from programs.models.users import User

__all__ = [
    "AccountEvent",
    "Chapter",
    "ContactPoint",
    "Edition",
    "EditionFile",
    "Erratum",
    "Explanation",
    "Indicator",
    "Institution",
    "LegalCitation",
    "Program",
    "PublicAccount",
    "Region",
    "Result",
    "Rule",
    "Sex",
    "Source",
    "StrategicProduct",
    "Table",
    "TableColumn",
    "TableRow",
    "Term",
    "User",
]
