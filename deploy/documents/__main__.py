"""`python -m deploy.documents` writes the documents."""

from deploy.documents import write

write()
