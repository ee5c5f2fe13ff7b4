"""The condition builder: a form that is the document, read, changed and shown again without state on the server."""
