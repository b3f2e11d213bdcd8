"""What docs/observing.md says about figures is what there is to see."""

import re
from importlib import import_module

from prometheus_client import CollectorRegistry
from prometheus_client.registry import REGISTRY, Collector

from shared.events.backlog import Backlog
from shared.events.transport import Queue
from shared.http.gauges import Gauges
from shared.http.readiness import Readiness
from shared.settings import SERVICES
from tests.architecture.test_documents import DOCS, rows

WELL = Readiness(
    backlog=Backlog(unsent=0, oldest_seconds=0, failing=0, parked={}), queue=Queue(waiting=0, consumers=1)
)
COUNTED = {"counter": "_total", "histogram": "", "gauge": ""}


def names(registry: Collector | CollectorRegistry) -> set[str]:
    return {
        f"{metric.name}{COUNTED[metric.type]}"
        for metric in registry.collect()
        if metric.name.startswith("backcast_")
    }


def test_the_table_names_every_metric_and_no_other() -> None:
    import_module("shared.cli")
    told = {name.strip("`") for name, _labels, _says in rows("observing.md", "metric")}

    own = {
        f"backcast_{figure.name}"
        for name in SERVICES
        for figure in import_module(f"services.{name}.app").SERVICE.figures
    }

    assert told == names(REGISTRY) | names(Gauges("plans", WELL)) | own


def test_alerts_speak_of_metrics_that_there_are() -> None:
    text = (DOCS / "observing.md").read_text("utf-8")
    (alerts,) = re.findall(r"```yaml\n(.+?)```", text, re.DOTALL)
    told = {name.strip("`") for name, _labels, _says in rows("observing.md", "metric")}

    spoken = {name.removesuffix("_bucket") for name in re.findall(r"backcast_\w+", alerts)}

    assert spoken
    assert spoken <= told
