# Functions of C's. Each is made once: a class is a circle, and left to the target's collector.
made = {}


def foreign(name, result):
    # Called with the GIL held.
    if (name, result) not in made:
        ctypes = borrow("_ctypes")
        flags = ctypes.FUNCFLAG_CDECL | ctypes.FUNCFLAG_PYTHONAPI
        kind = type("Function", (ctypes.CFuncPtr,), {"_flags_": flags, "_restype_": result})
        made[name, result] = kind(ctypes.dlsym(ctypes.dlopen(None, 0), name))
    return made[name, result]


def simple(letter):
    if letter not in made:
        made[letter] = type("Simple", (borrow("_ctypes")._SimpleCData,), {"_type_": letter})
    return made[letter]
