# Collections and how long they held the target up.
def watching():
    gc, getpid, who_runs = borrow("gc"), posix.getpid, thread.get_ident
    clock, mine, known = borrow("time").monotonic, process, state
    began, taken = {}, []
    watched = [False]

    # Runs in the target's threads, at most a microsecond, also when the agent's namespace is being emptied; in a child that the target
    # has forked, and that no handler of forks was told of, it goes at once.
    def on_collection(phase, info):
        if known["leaving"]:
            return
        if getpid() != mine:
            watched[0] = True
            watch(False)
            known["leaving"] = True
            return
        who = who_runs()
        if phase == "start":
            began[who] = clock()
        else:
            start = began.pop(who, None)
            if start is not None and len(taken) < 1000:
                taken.append((start, clock() - start, info["generation"]))

    def watch(wanted):
        if wanted and not watched[0]:
            in_children(unwatched)
            gc.callbacks.append(on_collection)
        elif not wanted and watched[0]:
            for place, callback in enumerate(gc.callbacks):
                if callback is on_collection:
                    del gc.callbacks[place]
                    break
        watched[0] = wanted

    def unwatched():
        watch(False)

    def told():
        pauses, taken[:] = taken[:], []
        return pauses

    return watch, told


watch, pauses_since = watching()
farewells.append(lambda: watch(False))
