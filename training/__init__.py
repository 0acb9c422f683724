"""Make the learned half of the reader from labelled lines. Not part of the installed product."""
