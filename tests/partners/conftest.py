from collections.abc import Iterator
from pathlib import Path

import flask
import pytest
from jinja2 import BytecodeCache

from services.partners.app import SERVICE
from shared.http.links import Links
from shared.service import Runtime
from tests.partners.cast import Cast
from tests.partners.stage import Stage
from tests.services import runtime_over


@pytest.fixture
def tables_of() -> str:
    return "partners"


@pytest.fixture
def stage(database_url: str) -> Iterator[Stage]:
    """Partners on each engine, with one community."""
    stage = Stage(database_url)
    yield stage
    stage.database.engine.dispose()


@pytest.fixture
def runtime(stage: Stage, tmp_path: Path) -> Runtime:
    return runtime_over(stage.database, SERVICE, stage.clock, tmp_path)


@pytest.fixture
def app(runtime: Runtime, compiled_templates: BytecodeCache) -> flask.Flask:
    app = runtime.app()
    app.jinja_env.bytecode_cache = compiled_templates
    return app


@pytest.fixture
def links(runtime: Runtime) -> Links:
    return runtime.links


@pytest.fixture
def cast(stage: Stage, app: flask.Flask) -> Cast:
    return Cast(stage, app)
