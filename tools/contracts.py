"""A contract for import-linter: the private drawers of a room are opened by nobody else."""

from __future__ import annotations

from collections.abc import Iterator

from grimp import DetailedImport, ImportGraph
from importlinter import Contract, ContractCheck, fields, output


class PrivateDrawers(Contract):
    """Modules named ``drawers`` inside a room are imported only from within that room.

    Options of the contract: ``package`` (the root package) and ``drawers`` (names of modules inside a room).
    """

    type_name = "private_drawers"

    package = fields.StringField()
    drawers = fields.SetField(subfield=fields.StringField())

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:
        intruders = [found for module in sorted(graph.modules) for found in self.intrusions(graph, module)]
        return ContractCheck(kept=not intruders, metadata={"intruders": intruders})

    def intrusions(self, graph: ImportGraph, module: str) -> Iterator[DetailedImport]:
        """Imports by which ``module`` reaches into another room's private drawer."""
        for imported in sorted(graph.find_modules_directly_imported_by(module)):
            _root, room, drawer, *_ = [*imported.split("."), "", ""]
            is_private = imported.startswith(f"{self.package}.") and drawer in self.drawers  # type: ignore[operator]
            if is_private and not f"{module}.".startswith(f"{self.package}.{room}."):
                yield from graph.get_import_details(importer=module, imported=imported)

    def render_broken_contract(self, check: ContractCheck) -> None:
        for found in check.metadata["intruders"]:
            line = f"{found['importer']} imports {found['imported']} (line {found['line_number']})"
            output.print_error(line, bold=False)
