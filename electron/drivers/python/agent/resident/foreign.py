# Functions of C's.
def foreign(name, result):
    # Called with the GIL held.
    ctypes = borrow("_ctypes")
    flags = ctypes.FUNCFLAG_CDECL | ctypes.FUNCFLAG_PYTHONAPI
    kind = type("Function", (ctypes.CFuncPtr,), {"_flags_": flags, "_restype_": result})
    return kind(ctypes.dlsym(ctypes.dlopen(None, 0), name))


def simple(letter):
    return type("Simple", (borrow("_ctypes")._SimpleCData,), {"_type_": letter})
