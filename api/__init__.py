"""The HTTP face: schemas, routes, guards and the chat page."""
