# Comes before `enter.py` where the system is not Linux: no socket has a name there that is no file, and on Windows none has a path.
# `SETTINGS["socket"]` is a path, or ["127.0.0.1", PORT].
import sys

SYSTEM = "nt" if sys.platform == "win32" else "posix"


def reach():
    """A connection to us. Raises where another user is at the other end."""
    if hasattr(signals, "pthread_sigmask"):  # signals are for the target's threads
        signals.pthread_sigmask(signals.SIG_BLOCK, signals.valid_signals())
    by_path = type(SETTINGS["socket"]) is str
    link = sockets.socket(sockets.AF_UNIX if by_path else sockets.AF_INET, sockets.SOCK_STREAM)
    link.connect(SETTINGS["socket"] if by_path else tuple(SETTINGS["socket"]))
    if by_path and user_behind(link) not in (0, posix.geteuid()):
        link.close()
        raise OSError
    return link


def user_behind(link):
    # macOS: SOL_LOCAL, LOCAL_PEERCRED, struct xucred (version, uid, groups). Linux: struct ucred (pid, uid, gid).
    asked = (1, 17, 12) if sys.platform == "linux" else (0, 1, 76)
    return int.from_bytes(link.getsockopt(*asked)[4:8], sys.byteorder)
