"""What a private RabbitMQ node is told: its configuration file and its environment."""

import os
from collections.abc import Mapping
from pathlib import Path

from deploy.servers.place import Place

USER = "backcast"
PID_FILE = "pid"

CONFIG = """\
listeners.tcp.1 = 127.0.0.1:{amqp}
management.tcp.ip = 127.0.0.1
management.tcp.port = {management}
loopback_users = none
default_user = {user}
default_pass = {password}
vm_memory_high_watermark.absolute = 1GB
disk_free_limit.absolute = 50MB
log.console = true
log.file = false
"""


def config(place: Place) -> str:
    """Return the text of rabbitmq.conf."""
    return CONFIG.format(
        amqp=place.amqp_port, management=place.management_port, user=USER, password=place.password
    )


_PRIVATE = "-kernel inet_dist_use_interface {127,0,0,1}"
"""Without this Erlang's own port would listen on every address of the machine."""

_YIELDING = "+sbwt none +sbwtdcpu none +sbwtdio none"
"""Erlang's idle threads let go of the core at once. They spin for a while otherwise, which is right where the
broker has cores to itself, and takes them from everybody else where it has not."""


def environment(place: Place, home: Path) -> Mapping[str, str]:
    """Return the whole environment of the node: nothing of the machine's own node reaches it."""
    return {
        "PATH": os.environ.get("PATH", "/usr/bin:/bin"),
        "LANG": "C.UTF-8",
        "HOME": str(home),
        "ERL_EPMD_PORT": str(place.epmd_port),
        "ERL_EPMD_ADDRESS": "127.0.0.1",
        "RABBITMQ_NODENAME": f"backcast{place.base}@localhost",
        "RABBITMQ_NODE_IP_ADDRESS": "127.0.0.1",
        "RABBITMQ_NODE_PORT": str(place.amqp_port),
        "RABBITMQ_DIST_PORT": str(place.distribution_port),
        "RABBITMQ_MNESIA_BASE": str(home / "mnesia"),
        "RABBITMQ_LOG_BASE": str(home / "logs"),
        "RABBITMQ_PID_FILE": str(home / PID_FILE),
        "RABBITMQ_CONFIG_FILE": str(home / "rabbitmq.conf"),
        "RABBITMQ_ADVANCED_CONFIG_FILE": str(home / "advanced.config"),
        "RABBITMQ_ENABLED_PLUGINS_FILE": str(home / "enabled_plugins"),
        "RABBITMQ_CONF_ENV_FILE": "/dev/null",
        "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS": f"{_PRIVATE} {_YIELDING}",
    }
