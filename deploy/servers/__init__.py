"""A private PostgreSQL and a private RabbitMQ, from this machine's packages, in a folder of our own.

Neither Docker nor systemd is needed, and nothing of the machine's own servers is touched: each server has
its own ports on 127.0.0.1, its own data, and outlives the command that started it until `stop`.
"""
