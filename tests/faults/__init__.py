"""What breaks, on purpose: processes, the broker, the way to it, and the events themselves.

`make faults` runs all of it with the counts of `cut.FULL`, `make faults CUT=short` the shorter form for CI.
An oracle apart from the product judges: the clients' files, plain SQL, the mail sink, the broker's counts.
"""
