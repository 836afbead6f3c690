import time
import weakref

views = weakref.WeakKeyDictionary()


class Model:
    def __init__(self, n):
        self.n = n
        self.rows = ['row %d of %d' % (i, n) for i in range(20)]


class View:
    def __init__(self, model):
        self.model = model
        self.title = 'view of %d' % model.n


def view_of(model):
    view = views.get(model)
    if view is None:
        view = views[model] = View(model)
    return view


n = 0
while True:
    for _ in range(5):
        n += 1
        view_of(Model(n)).title.upper()
    time.sleep(0.02)
