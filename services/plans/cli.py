"""Operators' commands of plans: importing a sheet from a file, and exporting one."""

from pathlib import Path
from uuid import UUID

import click

from services.plans.db.queries.exports import exported
from services.plans.domain.plans import Plan
from services.plans.domain.refusals import Refused
from services.plans.domain.sheet import SheetRefused
from services.plans.domain.updates import Actor, Channel
from services.plans.use_cases.applying import apply_import
from services.plans.use_cases.imports import Upload, keep_upload
from services.plans.use_cases.outcomes import NotFound
from services.plans.use_cases.previews import Preview
from services.plans.use_cases.sheet_files.writing import FORMATS
from shared.service import OpenRuntime, Runtime

READING = click.Path(exists=True, dir_okay=False, path_type=Path)
WRITING = click.Path(dir_okay=False, writable=True, path_type=Path)


@click.command(name="import")
@click.argument("file", type=READING)
@click.option("--plan", "plan_id", type=click.UUID, required=True, help="The plan's id.")
@click.option("--dry-run", is_flag=True, help="Only look at it; make no commitments yet.")
@click.pass_obj
def import_(open_runtime: OpenRuntime, file: Path, plan_id: UUID, *, dry_run: bool) -> None:
    """Import the good rows of a sheet (FILE: CSV, XLSX, ODS or XLS) and name every row that is not."""
    try:
        upload = Upload.read(file.name, file.read_bytes())
        preview = _import(open_runtime("plans"), plan_id, upload, dry_run=dry_run)
    except (SheetRefused, Refused) as refusal:
        raise click.ClickException(str(refusal)) from refusal
    except NotFound as fault:
        raise click.ClickException("There is no such plan.") from fault
    for line in preview.bad:
        for cell in line.checked.faults:
            click.echo(f"Row {line.kept.number}, {cell.column}: {cell.reason} {cell.remedy}")
    if not preview.of.readable:
        for wrong in preview.of.matching.faults():
            click.echo(wrong.reason)
    kept = sum(line.kept.is_draft for line in preview.bad)
    drafts = f", kept as drafts: {kept}" if kept else ""
    click.echo(
        f"{len(preview.bad)} rows to mend, {len(preview.ready) + len(preview.done)} good ones{drafts}."
    )


def _import(runtime: Runtime, plan_id: UUID, upload: Upload, *, dry_run: bool) -> Preview:
    """Keep the upload and apply it; after a dry run it waits on its page, to be mended and applied there."""
    with runtime.database.unit_of_work() as uow:
        preview = keep_upload(uow, plan_id, upload, Actor(channel=Channel.IMPORT))
        if not dry_run and (preview.ready or preview.to_keep):
            return apply_import(uow, preview.of.id)
        return preview


@click.command()
@click.argument("plan_id", metavar="PLAN", type=click.UUID)
@click.option("--to", "file", type=WRITING, required=True, help="The file to write, .csv or .xlsx.")
@click.pass_obj
def export(open_runtime: OpenRuntime, plan_id: UUID, file: Path) -> None:
    """Write the commitments of PLAN, its contacts among them, as a sheet that `import` reads back."""
    _, write = FORMATS.get(file.suffix.removeprefix(".").lower(), (None, None))
    if write is None:
        raise click.BadParameter(f"must end with one of: {', '.join(f'.{each}' for each in FORMATS)}")
    with open_runtime("plans").database.unit_of_work(read_only=True) as uow:
        plan = uow.session.get(Plan, plan_id)
        if plan is None:
            raise click.ClickException("There is no such plan.")
        rows = exported(uow, plan, with_contacts=True, within=True)
    file.write_bytes(write(rows))
    click.echo(f"{len(rows)} commitments are in {file.name}.")


COMMANDS: tuple[click.Command, ...] = (import_, export)
