"""Temporary names are cleaned with finalizers bound to an object that lives as long as the program."""
import time
import weakref


class Workspace:
    def __init__(self):
        self.root = "/nowhere"
        self.made = 0


workspace = Workspace()


def forget(path, owner):
    owner["path"] = path


def temporary(suffix):
    workspace.made += 1
    path = "%s/%d%s" % (workspace.root, workspace.made, suffix)
    weakref.finalize(workspace, forget, path, {"suffix": suffix, "n": workspace.made})
    return path


while True:
    for _ in range(4):
        temporary(".tmp")
    time.sleep(0.02)
