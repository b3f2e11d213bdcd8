"""Sheets imported into a plan: what each row says, what is wrong with it, and what was made of it."""

from typing import Any
from uuid import UUID

from flask.views import MethodView

from services.plans.api import import_examples as examples
from services.plans.api import import_schemas as schemas
from services.plans.api.import_views import shown
from services.plans.api.requests import ONCE, WRITE, WRITE_SCOPE, blueprint, speaker
from services.plans.api.sheets import BODY, columns_of, refuse_columns, refuse_large, upload_of
from services.plans.db.queries.imports import imports_of
from services.plans.domain.imports import Import, ImportState
from services.plans.domain.matching import ColumnsRefused
from services.plans.use_cases.imports import answer_name, correct_row, keep_upload
from services.plans.use_cases.matching import choose_columns
from services.plans.use_cases.previews import Preview, find_preview
from services.plans.use_cases.running import import_or_begin
from services.plans.use_cases.sheet_files import MOST_BODY
from shared.contracts import Role
from shared.http.access import access, allow
from shared.http.once import writing
from shared.http.site import site

CREATED = 201

routes = blueprint("imports", "/plans/<uuid:plan_id>/imports", "Sheets that become commitments.")

UPLOAD = access(allow(Role.COORDINATOR, scope=WRITE_SCOPE), max_body=MOST_BODY)


@routes.route("")
class Imports(MethodView):
    """The imports of one plan."""

    @WRITE
    @routes.response(200, schemas.ImportList, example=examples.IMPORT_LIST)
    def get(self, plan_id: UUID) -> dict[str, list[Import]]:
        """List the plan's imports, the newest first."""
        with site().database.unit_of_work(read_only=True) as uow:
            return {"items": imports_of(uow, plan_id)}

    @UPLOAD
    @ONCE
    @routes.doc(requestBody=BODY)
    @routes.arguments(schemas.ImportQuery, location="query")
    @routes.response(201, schemas.Import, example=examples.IMPORT)
    @routes.alt_response(202, schema=schemas.Import, example=examples.RUNNING)
    def post(self, query: dict[str, Any], plan_id: UUID) -> Any:
        """Take a sheet and import its good rows, or with `dry_run` only look.

        It is CSV, XLSX, ODS or XLS, or cells copied in a spreadsheet program, 5 MB at most. Rows with faults
        become drafts, which can be mended here and applied later, or finished one by one. A file that cannot
        be read at all is refused with 422, and nothing of it is kept. Where the headings are not understood
        nothing is imported before somebody says what the columns hold, here or later; `not_understood` tells
        what is missing. More than 200 good rows are imported after the answer, which then is 202; read the
        import to see how far it is.
        """
        upload, columns = upload_of(query.get("file_name", "")), columns_of(query)
        with writing() as uow:
            preview = keep_upload(uow, plan_id, upload, speaker(), columns)
            if not query["dry_run"] and (preview.ready or preview.to_keep):
                preview = import_or_begin(uow, preview.id)
        return _answer(preview, 201, plan_id)


@routes.route("/<uuid:import_id>")
class OneImport(MethodView):
    """One import."""

    @WRITE
    @routes.response(200, schemas.Import, example=examples.IMPORT)
    def get(self, plan_id: UUID, import_id: UUID) -> dict[str, Any]:
        """Read the import with all its rows; while it is being imported, only how far it is."""
        with site().database.unit_of_work(read_only=True) as uow:
            of = uow.session.get(Import, import_id)
            if of and of.plan_id == plan_id and of.state is ImportState.IMPORTING:
                return shown(Preview(of=of, lines=(), doubts={}))
            return shown(find_preview(uow, plan_id, import_id))


@routes.route("/<uuid:import_id>/apply")
class AppliedImport(MethodView):
    """Making commitments of an import's rows."""

    @WRITE
    @ONCE
    @routes.response(200, schemas.Import, example=examples.IMPORT)
    @routes.alt_response(202, schema=schemas.Import, example=examples.RUNNING)
    def post(self, plan_id: UUID, import_id: UUID) -> Any:
        """Apply the rows that are ready and keep the others as drafts; again, only what was mended since."""
        with writing() as uow:
            find_preview(uow, plan_id, import_id)
            return _answer(import_or_begin(uow, import_id), 200, plan_id)


@routes.route("/<uuid:import_id>/rows/<int:number>")
class OneRow(MethodView):
    """One row of an import."""

    @WRITE
    @routes.arguments(schemas.MendedRow, example=examples.MENDED_ROW)
    @routes.response(200, schemas.Import, example=examples.IMPORT)
    def patch(self, body: dict[str, Any], plan_id: UUID, import_id: UUID, number: int) -> dict[str, Any]:
        """Type cells of the row anew; what the file held is kept besides."""
        with site().database.unit_of_work() as uow:
            find_preview(uow, plan_id, import_id)
            return shown(correct_row(uow, import_id, number, body["cells"]))


@routes.route("/<uuid:import_id>/columns")
class ChosenColumns(MethodView):
    """What the columns of an import hold."""

    @WRITE
    @ONCE
    @routes.arguments(schemas.Columns, example=examples.COLUMNS)
    @routes.response(200, schemas.Import, example=examples.IMPORT)
    def post(self, body: dict[str, Any], plan_id: UUID, import_id: UUID) -> dict[str, Any]:
        """Read the sheet again with these columns; what is chosen is remembered for the same headings."""
        with writing() as uow:
            find_preview(uow, plan_id, import_id)
            return shown(choose_columns(uow, import_id, body["columns"]))


@routes.route("/<uuid:import_id>/names")
class CalledNames(MethodView):
    """Whom the names in an import mean."""

    @WRITE
    @ONCE
    @routes.arguments(schemas.Called, example=examples.CALLED)
    @routes.response(200, schemas.Import, example=examples.IMPORT)
    def post(self, body: dict[str, Any], plan_id: UUID, import_id: UUID) -> dict[str, Any]:
        """Say whether a name that is like a known organisation's means that one or a new one."""
        with writing() as uow:
            find_preview(uow, plan_id, import_id)
            return shown(answer_name(uow, import_id, body["name"], body["means"]))


def _answer(preview: Preview, status: int, plan_id: UUID) -> Any:
    """Return the import; with 202 where it is left to the worker, and its address tells how far it is."""
    where = {"Location": f"/plans/api/v1/plans/{plan_id}/imports/{preview.id}"}
    running = preview.of.state is ImportState.IMPORTING
    return shown(preview), 202 if running else status, where if running or status == CREATED else {}


routes.register_error_handler(413, refuse_large)
routes.register_error_handler(ColumnsRefused, refuse_columns)
