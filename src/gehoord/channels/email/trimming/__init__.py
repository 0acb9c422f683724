"""Tell what a customer wrote now from what he quotes and signs with; nothing is thrown away."""

from gehoord.channels.email.trimming.split import split_reply
from gehoord.channels.email.trimming.trimmed import Kind, Span, Trimmed

__all__ = ["Kind", "Span", "Trimmed", "split_reply"]
