# What the process has open.
def descriptors():
    try:
        return [int(name) for name in posix.listdir("/proc/self/fd")]
    except OSError:
        return range(1024)  # a root without /proc


def close_inherited():
    # A child that the target forked has the connections of its parent's agent, and no thread to close them.
    for number in descriptors():
        try:
            if posix.fstat(number).st_mode & 0o170000 != 0o140000:  # a socket
                continue
            one = sockets.socket(fileno=posix.dup(number))
            made_by = one.getsockname()
            one.close()
            if type(made_by) is bytes and made_by[:11] == b"\0leakscope-" and int(made_by.split(b"-")[1]) != process:
                posix.close(number)
        except (OSError, ValueError):
            pass
    return "{}"


commands["tidy"] = close_inherited
