"""The commands, one module a group; each has `register(cli)`. Heavy imports happen inside functions."""
