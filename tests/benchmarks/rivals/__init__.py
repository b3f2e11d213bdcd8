"""The same job by other libraries: a row changes here, a message goes out, a copy follows there.

Each rival runs in a virtual environment of its own, so these modules import nothing of Backcast but
`effect` and `producing`, and their libraries are not installed beside ours.
"""
