"""Broken inputs: a corpus by hand, and mutations of what is right. The same seed gives the same ones."""

from __future__ import annotations

import random
from collections.abc import Iterator

CSV = (
    b"a,b,c,y\n0.1,0.2,0.3,1\n0.4,0.5,0.6,0\n-1e-3,2,3.5,1\n",
    b"0.1;0.2;0.3;1\r\n0.4;0.5;0.6;0\r\n",
    b'"first, name"\tb\tc\ty\n"1"\t2\t3\t4\n\n5\t6\t7\t8\n',
    b"\xef\xbb\xbfa,b,c,y\n1,2,3,4\n",
)
NASTY_CSV = (
    b"",
    b"\n\n\n",
    b"\x00",
    b"\xff\xfe1\x00,\x002\x00\n\x00",
    b"\xef\xbb\xbf",
    b"a",
    b"a,b,c,y\n",
    b",,,\n,,,\n",
    b"1,2\r3,4\r",
    b'"',
    b'1,2,3,"4\n5,6,7,8\n',
    b'1,2,3,"4"5\n',
    b"1,2,3,1e400\n",
    b"1,2,3,1e39\n1,2,3,4\n",
    b"1,2,3,nan\n1,2,3,inf\n",
    b"1,2,3,0x10\n",
    b"1,2,3,1_000\n",
    "1,2,3,\uff11\uff12\n".encode(),
    "1,2,3,\u0661\n".encode(),
    "1,2,3,\u00a04\n".encode(),
    "1,2,3,4\u2028\n5,6,7,8\n".encode(),
    b"1,2,3,4\x0b\n5,6,7,8\x0c\n",
    b"1,2,3,4\x1c5,6,7,8\n",
    b"1,2,3,4\x85\n",
    b"1,2,3,1e-400\n",
    b"1,2,3," + b"9" * 400 + b"\n",
    b"1,2,3,0." + b"0" * 90_000 + b"1\n",
    b"1,2,3," + b"a" * 200_000 + b"\n",
    b",".join([b"1"] * 300) + b"\n",
    b",".join([b"1"] * 60_000) + b"\n",
    b"1,2,3,4\n" * 100_001,
    b"1,2,3,4\n1,2,3\n",
    b"1,2,3,4\n1,2,3,4,5\n",
    b"# comment\n1,2,3,4\n",
    b"sep=;\n1;2;3;4\n",
    b"=cmd|' /C calc'!A0,2,3,4\n",
    b"__import__('os').system('true'),2,3,4\n1,2,3,4\n",
    b"{0.__class__},{line},%s,%n\nx,y,z,w\n",
    b"1 , 2 , 3 , 4\n",
    b"1,2,3,+-4\n",
    b"1,2,3,4e\n",
    b"a,a,a,a\n1,2,3,4\n",
    b"a b,\xf0\x9f\x98\x80,<b>c</b>,y\n1,2,3,4\n",
    b'"a\nb",b,c,y\n1,2,3,4\n',
    b"1,2,3,True\n",
    b"1,2,3,1+2j\n",
    b"1,2,3,1d5\n",
    b"\x1a1,2,3,4\n",
)

LINES = (
    "X1 = tf.constant([[0.2, 0.5, 0.7]])",
    'hidden_9 = layers.Dense(5, activation="relu")',
    'inputs = keras.Input(shape=(3,), name="input")',
    "x = hidden(inputs)",
    'model = keras.Model(inputs, x, name="mlp")',
    "Z1 = hidden(X)",
    "hidden.build((None, 3))",
    "model.trainable = False",
    "hidden.trainable = True",
    'model.get_layer("hidden").activation = keras.activations.tanh',
    "optimizer = keras.optimizers.SGD(learning_rate=0.05)",
    "optimizer = keras.optimizers.Adam(learning_rate=0.001, beta_1=0.9)",
    "optimizer.learning_rate = 0.1",
    "loss_fn = keras.losses.MeanSquaredError()",
    "X = tf.tensor_scatter_nd_update(X, [[0, 1]], [0.5])",
    "X, Y_true = tf.concat([X, [[0.1, 0.2, 0.3]]], axis=0), tf.concat([Y_true, [[1.0]]], axis=0)",
    "X, Y_true = tf.constant(np.delete(X, [0], axis=0)), tf.constant(np.delete(Y_true, [0], axis=0))",
    'stop = keras.callbacks.EarlyStopping(monitor="val_loss", patience=3)',
    "history = model.fit(X, Y_true, epochs=2, validation_split=0.5)",
    "model.evaluate(X, Y_true, verbose=0)",
    "batches = MiniBatches(len(X), 2, 0)",
    "batches = None",
    "descend(3)",
    "keras.utils.set_random_seed(20)",
    'model.compile(optimizer=keras.optimizers.SGD(learning_rate=0.05), loss="mse", metrics=["mae"])',
    "Y_pred = model.predict(X, verbose=0)",
    "config, weights = model.get_config(), model.get_weights()",
    "model = keras.Model.from_config(config)",
    "model.set_weights(initial_weights)",
    "del hidden_9",
    "print(hidden.kernel.shape)",
    "hidden.get_weights()[0].round(2)",
    "model.summary()",
    "model.get_config()['layers'][0]",
    "hidden(X).numpy().max(axis=0)",
    "len(model.trainable_variables) == 4 and not hidden.bias is None",
)
NASTY_LINES = (
    "__import__('os').system('touch x')",
    "exec('1')",
    "eval('1')",
    "open('x', 'w')",
    "().__class__.__bases__[0].__subclasses__()",
    "hidden.__class__.__init__.__globals__",
    "print(hidden.__dict__)",
    "model.save('x.keras')",
    "model.save_weights('x.h5')",
    "model.load_weights('/etc/passwd')",
    "keras.models.load_model('x')",
    "lambda: 1",
    "[x for x in range(10**9)]",
    "9 ** 9 ** 9 ** 9",
    "'a' * 10**10",
    "[0] * 10**10",
    "(1).__pow__(10)",
    "1 << 10**10",
    "round(1, -999999999)",
    "round(1, 999999999)",
    "model.to_json(indent=99999999)",
    "hidden.get_weights()[0].round(0, hidden.get_weights()[0])",
    "X * X * X * X",
    "hidden.kernel[..., None, None] * hidden.kernel",
    "X[None] + X[:, None]",
    "hidden.get_weights()[0].sum(axis=10**10)",
    "hidden.get_weights()[0].tolist()",
    "model.get_layer(index=10**30)",
    "hidden.kernel[10**30]",
    "hidden.kernel[1e400]",
    "float('1' )",
    "int('9' * 5000)",
    "float(10 ** 400)",
    "1e999",
    "-" * 1900 + "1",
    "not " * 400 + "1",
    "(" * 300 + ")" * 300,
    "[" * 900,
    "hidden" + ".kernel" * 250,
    "hidden" + "[0]" * 400,
    "1" + "+1" * 900,
    "1" + "<1" * 900,
    "1 if 1 else 2",
    "f'{hidden}'",
    "f'{1:999999999}'",
    "'%999999999d' % 1",
    "'{:999999999}'.format(1)",
    "*hidden",
    "print(*hidden)",
    "print(hidden, file=open('x'))",
    "await hidden",
    "yield hidden",
    "import os",
    "from os import path",
    "x: int = 1",
    "x += 1",
    "x = y = 1",
    "(x := 1)",
    "del model, hidden, X",
    "del keras",
    "del (hidden)",
    "del hidden.kernel",
    "del hidden[0]",
    "global hidden",
    "class A: pass",
    "def f(): pass",
    "while True: pass",
    "for i in range(10**9): pass",
    "with open('x') as f: pass",
    "assert False",
    "raise SystemExit",
    "exit()",
    "a\nb",
    "a; b",
    "\x00",
    "a = '\x00'",
    "\ud800",
    "'\ud800'",
    "\ufeffprint(hidden)",
    "ｐｒｉｎｔ(hidden)",
    "ｍｏｄｅｌ = layers.Dense(5)",
    "ｋｅｒａｓ = layers.Dense(5)",
    "가중치 = layers.Dense(5)",
    "print = layers.Dense(5)",
    "None = layers.Dense(5)",
    "_ = layers.Dense(5)",
    "__class__ = layers.Dense(5)",
    "a = layers.Dense(0)",
    "a = layers.Dense(-5)",
    "a = layers.Dense(10**9)",
    "a = layers.Dense(5.0)",
    "a = layers.Dense(True)",
    "a = layers.Dense(units=5, units=6)",
    "a = layers.Dense(5, activation='threshold')",
    "a = layers.Dense(5, activation='glu')",
    "a = layers.Dense(5, activation='')",
    "a = layers.Dense(5, activation='get')",
    "a = layers.Dense(5, **{})",
    "model.get_layer('hidden').activation = keras.activations.glu",
    "model.get_layer('hidden').activation = keras.activations.threshold",
    "model.get_layer('hidden').activation = keras.activations.__name__",
    "model.get_layer('nothing').activation = keras.activations.tanh",
    "optimizer.learning_rate = 1e300",
    "optimizer.learning_rate = -1",
    "optimizer.learning_rate = 0",
    "optimizer.learning_rate = 1e-300",
    "optimizer.learning_rate = float('nan')",
    "optimizer = keras.optimizers.SGD(learning_rate=1e300)",
    "model.compile(optimizer=keras.optimizers.SGD(learning_rate=-1.0), loss='mse')",
    "model.compile(optimizer='sgd', loss='mse', metrics=['nothing'])",
    "model.compile(optimizer='sgd', loss='mse', metrics=['mae'] * 100)",
    "model.compile(optimizer='sgd', loss='')",
    "keras.utils.set_random_seed(4294967295)",
    "keras.utils.set_random_seed(4294967296)",
    "keras.utils.set_random_seed(-1)",
    "keras.utils.set_random_seed(10**100)",
    "keras.utils.set_random_seed(" + "9" * 1900 + ")",
    "batches = MiniBatches(len(X), 0, 0)",
    "batches = MiniBatches(len(X), 2, -1)",
    "batches = MiniBatches(len(X), 2, 4294967296)",
    "batches = MiniBatches(len(X), 99999999999999999999, 0)",
    "batches = MiniBatches(3, 2, 0)",
    "descend(0)",
    "descend(-1)",
    "descend(1.5)",
    "descend(True)",
    "model.fit(X, Y_true, epochs=0)",
    "model.fit(X, Y_true, epochs=-1)",
    "model.fit(X, Y_true, epochs=10**9)",
    "model.fit(X, Y_true, batch_size=0)",
    "model.fit(X, Y_true, batch_size=-5)",
    "model.fit(X, X)",
    "hidden.build((None, 0))",
    "hidden.build((None, -3))",
    "hidden.build((None, 10**9))",
    "hidden.build((None, 7))",
    "hidden.build(3)",
    "inputs = keras.Input(shape=(0,))",
    "inputs = keras.Input(shape=(-1,))",
    "inputs = keras.Input(shape=(10**9,))",
    "inputs = keras.Input(shape=(3, 3))",
    "inputs = keras.Input(shape=3)",
    "inputs = keras.Input(shape=(3,), name='a/b c')",
    "inputs = keras.Input(shape=(3,), name='')",
    "model = keras.Model(X, X)",
    "model = keras.Model(inputs, inputs)",
    "model = keras.Model(x, inputs)",
    "model = keras.Model(nothing, x)",
    "m2 = keras.Model(inputs, hidden.output)",
    "X = tf.constant([[1.0]])",
    "X1 = tf.constant([])",
    "X1 = tf.constant([[]])",
    "X1 = tf.constant([[1.0], [1.0, 2.0]])",
    "X1 = tf.constant([[1e400]])",
    "X1 = tf.constant([[1e39]])",
    "X1 = tf.constant([[1, 2]])",
    "X1 = tf.constant([0.2, 0.5, 0.7])",
    "X1 = tf.constant([['a']])",
    "X1 = tf.constant([[True]])",
    "X1 = tf.constant([" + "[0.1]," * 280 + "])",
    "X1 = tf.constant([[" + "0.1," * 480 + "]])",
    "Z = hidden(hidden)",
    "Z = X(X)",
    "Z = hidden(X, X)",
    "Z = hidden(Y_true)",
    "Z = nothing(X)",
    "Z = model(nothing)",
    "Y = model.predict(X, batch_size=1)",
    "X = model.predict(X)",
    "model = model.predict(X)",
    "config = model.get_config()",
    "config, weights = hidden.get_config(), model.get_weights()",
    "config, weights = (nothing.get_config(), nothing.get_weights())",
    "model = keras.Model.from_config(config)",
    "model.set_weights(weights)",
    "model.set_weights([])",
    "model.set_weights(X)",
    "",
    " ",
    "#",
    "\\",
    "'",
    '"""',
    "a" * 1999,
    "a" * 2001,
    "a." * 900 + "b",
    "print(" * 100 + ")" * 100,
    "hidden.get_config()['units']['a']",
    "model.layers[99]",
    "model.layers['a']",
    "type(hidden)()",
    "type(hidden)(5)",
    "type(hidden)",
    "type(type(hidden))",
    "len(5)",
    "abs('a')",
    "bool(X)",
    "int(X)",
    "X == X and X",
    "not X",
    "X in X",
    "hidden in X",
    "X[hidden]",
    "X[X]",
    "X[0:10**30:10**30]",
    "X[::0]",
    "X / 0",
    "1 / 0",
    "hidden + hidden",
    "model.get_layer()",
    "model.get_layer('hidden', 0)",
    "model.get_layer(name=5)",
    "model.predict()",
    "model.predict(hidden)",
    "model.predict(X[0])",
    "hidden.summary()",
    "model.summary(print_fn=print)",
    "model.input",
    "model.output.shape",
    "optimizer.iterations",
    "optimizer.variables",
    "X.numpy().max(axis=99)",
    "X.numpy().max(axis='a')",
)

DEFINED = {
    "numbers": ("values = np.array([[0.2, 0.5, 0.7]])",),
    "whole numbers": ("values = np.array([[1, 2, 3]])",),
    "a tensor of whole numbers": ("values = tf.constant([1, 2, 3])",),
    "no rows": ("values = np.zeros((0, 3))",),
    "a cube": ("values = np.zeros((2, 2, 3))",),
    "a row": ("values = np.zeros((3,))",),
    "a scalar": ("values = tf.reduce_sum(X)",),
    "yes and no": ("values = X > 0",),
    "not finite": ("values = X / 0",),
    "a million numbers": ("values = np.zeros((1000000,))",),
    "a column": ("values = np.zeros((10000, 1))",),
    "many axes": ("values = np.zeros((7, 7, 7, 7, 7, 7, 7))",),
    "a list": ("values = [1.0, 2.0, 3.0]",),
    "a tuple": ("values = (1.0, 2.0, 3.0)",),
    "a ragged list": ("values = [[1.0, 2.0], [3.0]]",),
    "an empty list": ("values = []",),
    "a nested list": (
        f"values = [{', '.join(['1'] * 600)}]",
        f"values = [{', '.join(['values'] * 30)}]",
        f"values = [{', '.join(['values'] * 300)}]",
        f"values = [{', '.join(['values'] * 300)}]",
    ),
    "a deep list": ("values = [1]", *[f"values = {'[' * 80}values{']' * 80}"] * 3),
    "a list of arrays": ("values = [np.zeros((10000, 1)), np.zeros((1, 10000))]",),
    "a list of layers": (f"values = [{', '.join(['hidden'] * 240)}]", "values = [*values, *values, *values, *values]"),
    "a big integer": (
        "values = (2 ** 64) ** 64",
        f"values = {' * '.join(['values'] * 90)}",
        f"values = {' * '.join(['values'] * 90)}",
    ),
    "big integers": ("values = (2 ** 64) ** 64", f"values = [{', '.join(['values'] * 240)}]"),
    "a long text": (f"values = f'{'a' * 1900}'", *[f"values = f'{'{values}' * 200}'"] * 3),
    "long texts": (f"values = f'{'a' * 1900}'", f"values = [{', '.join(['values'] * 200)}]"),
    "an array of texts": ("values = np.array(['a', 'b'])",),
    "a tensor of texts": ("values = tf.constant('a')",),
    "an array of objects": ("values = np.array([(2 ** 64) ** 64])",),
    "a complex number": ("values = (-1.0) ** 0.5",),
    "a config": ("values = hidden.get_config()",),
    "weights": ("values = hidden.get_weights()",),
    "a layer": ("values = hidden",),
    "the model": ("values = model",),
    "a symbolic tensor": ("values = hidden.output",),
    "a class": ("values = type(X)",),
    "None": ("values = None",),
}
"""Lines that give a variable values of every kind, the largest that can be made in a few lines, and larger ones."""

USES = (
    *("values", "print(values, values)", "f'{values}{values!r}'", "f'{values:>99}'", "values == values", "values == X"),
    *("values in [values, X]", "values + values", "values * values * values", "-values", "values ** 64", "values @ X"),
    *("[values, values]", "[values, *values]", "[[x, x] for x in values]", "[values for x in [1] * 9]", "values[0]"),
    *(
        "X.numpy()[values]",
        "values[[0, 0]]",
        "len(values)",
        "float(values)",
        "int(values)",
        "round(values, 3)",
        "abs(values)",
    ),
    *(
        "np.mean(values)",
        "np.array(values)",
        "np.sum(a=[values, values])",
        "np.allclose(a=values, b=X)",
        "np.zeros(values)",
    ),
    *(
        "np.full((9, 9), values)",
        "np.exp(values)",
        "c = tf.constant(values)",
        "tf.matmul(values, X)",
        "tf.reduce_sum(values, 0)",
    ),
    *("tf.nn.softmax(values)", "loss_fn(values, Y_true)", "keras.losses.mean_squared_error(y_true=values, y_pred=X)"),
    *(
        "values.tolist()",
        "values.numpy()",
        "values.sum(axis=0)",
        "values.get_config()",
        "values.values()",
        "values.shape",
    ),
    *(
        "hidden(values)",
        "model(values)",
        "free(values)",
        "model.predict(values)",
        "Z = hidden(values)",
        "Z = free(values)",
    ),
    *("Z = model(values)", "Z = values(X)", "Z = [values, X]", "Y_pred = model.predict(values)"),
    *("model.fit(values, Y_true)", "model.fit(X, values)", "model.fit(values, values)"),
    *("model.fit(X, Y_true, validation_data=(values, Y_true))", "model.fit(X, Y_true, callbacks=[values])"),
    *(
        "model.evaluate(values, Y_true)",
        "model.evaluate(X, values)",
        "hidden.set_weights(values)",
        "model.set_weights(values)",
    ),
    *("hidden.kernel.assign(values)", "hidden.bias.assign_add(values)", "model.layers[1].set_weights(values)"),
    *(
        "for layer in values: layer.trainable = False",
        "for layer in values: print(layer)",
        "for layer in values: print(values)",
    ),
    "for layer in model.layers: print(layer.name, values)",
    "with tf.GradientTape() as tape:\n    loss = loss_fn(Y_true, model(values))",
    "with tf.GradientTape() as tape:\n    loss = values",
    "with tf.GradientTape() as tape:\n    loss = tf.reduce_mean(free(X))\ng = tape.gradient(loss, values)",
    "for weight, gradient in zip(model.weights, values): weight.assign_sub(0.1 * gradient)",
    "for weight, gradient in zip(values, values): weight.assign_sub(values)",
    *("X = values", "Y_true = values", "x = values", "inputs = values", "loss = values", "config = values"),
    *("weights = values", "config = values\nmodel = keras.Model.from_config(config)"),
    *("weights = values\nmodel.set_weights(weights)", "other = keras.Model(inputs, values)"),
    *("keras.Model(inputs, values)", "model = keras.Model(values, x)", "other = keras.Sequential([inputs, values])"),
    *("other = keras.Sequential([values])", "values.trainable = False", "values.build((None, 3))", "del values"),
)
"""Lines that use the variable, in every form of a command that can name one."""

LESSON = {
    "lesson.toml": b'title = "Mine"\nlanguages = ["en"]\n\n[[chapters]]\ntitle = "One"\npages = ["first"]\n\n'
    + b"".join(
        b"[[starts.network]]\n" + start
        for start in (
            b'command = "SetSeed"\nseed = 7\n',
            b'command = "CreateInput"\nsize = 3\n',
            b'command = "CreateLayer"\nname = "a"\nunits = 2\nactivation = "relu"\n',
            b'command = "CreateLayer"\nname = "b"\nunits = 1\n',
            b'command = "ConnectLayer"\nlayer = "a"\nsource = "inputs"\n',
            b'command = "ConnectLayer"\nlayer = "b"\n',
            b'command = "MakeModel"\n',
            b'command = "UseData"\nsource = "Notebook batch"\n',
        )
    ),
    "first.toml": b'title.en = "Build it"\nlabel = "build"\nstart = "network"\nhighlights = ["canvas"]\n\n'
    b'[[do]]\ncommand = "CreateLayer"\nname = "c"\nunits = 2\n\n'
    b'[[do]]\ncommand = "BuildLayer"\nlayer = "c"\ninputs = 3\n\n'
    b'[[do]]\ncommand = "SetLearningRate"\nrate = 0.05\n\n'
    b'[[do]]\ncommand = "DefineTensor"\nname = "T"\nvalues = [[0.1, 0.2, 0.3], [1, 2, 3]]\n\n'
    b'[[do]]\ncommand = "CallLayer"\nlayer = "c"\nargument = "T"\nresult = "Z"\n\n'
    b'[[do]]\ncommand = "SetBatchSize"\nsize = 2\n\n'
    b'[[do]]\ncommand = "SetActivation"\nlayer = "a"\nactivation = "tanh"\n\n'
    b'[[do]]\ncommand = "Show"\nexpression = "a.kernel.shape"\n\n'
    b'[[goals]]\ntext = "`a` is built"\ncondition = "built"\nlayer = "a"\ninputs = 3\n\n'
    b'[[goals]]\ntext = "shown"\ncondition = "holds"\nexpression = "a.kernel.shape[0] == 3"\n\n'
    b'[question]\ntext = "How many rows?"\nanswer = "a.kernel.shape[0]"\nhint = "Count."\nwhy = "One per input."\n'
    b"tolerance = 0.1\nafter = 1\n",
    "first.en.md": b"Some **prose** with `code` and a [link](x).\n\n- one\n- two\n",
}
VALUES = (
    *("inf", "-inf", "nan", "1e300", "1e-300", "-1", "0", "99999999999", "4294967295", "4294967296"),
    *("true", '"a"', "[]", '""', "[[]]", "[1, [2]]"),
)
FIELDS = {
    "SetLearningRate": ("rate = 0.05",),
    "SetSeed": ("seed = 3",),
    "CreateInput": ("size = 3", 'variable = "other"', 'name = "other"'),
    "CreateLayer": ('name = "c"', "units = 3", 'activation = "tanh"', "use_bias = true"),
    "CreateScaling": ('name = "s"',),
    "ConnectLayer": ('layer = "a"', 'source = "x"'),
    "MakeModel": ('name = "m"', 'inputs = "inputs"', 'outputs = "x"', 'variable = "m2"'),
    "UseData": ('source = "Plane"',),
    "BuildLayer": ('layer = "a"', "inputs = 3"),
    "CallLayer": ('layer = "a"', 'argument = "X"', 'result = "Z"'),
    "DefineTensor": ('name = "T"', "values = [[1, 2, 3]]"),
    "HandStep": ('layers = ["a", "b"]', 'argument = "X"', 'target = "Y_true"', "rate = 0.1"),
    "Show": ('expression = "a.kernel"', "builds = true"),
    "ShowEach": ('variable = "l"', 'expressions = ["model.layers", "l.name"]'),
    "Assign": ('variable = "v"', 'expression = "a(X)"'),
    "RecordTape": ('variables = ["v"]', 'expressions = ["loss_fn(Y_true, model(X))"]', 'tape = "tape"'),
    "UpdateByHand": (
        'variables = ["w", "g"]',
        'expressions = ["a.weights", "a.weights", "w * g"]',
        'method = "assign"',
    ),
    "SetWeights": ('owner = "a"', 'expression = "a.get_weights()"'),
    "AssignWeight": ('layer = "a"', 'weight = "bias"', 'expression = "a.bias * 2"', 'method = "assign"'),
    "MakeSequential": ('layers = ["inputs", "a", "b"]', 'name = "s"', 'variable = "s"'),
    "ClearSession": (),
    "OpenedWeights": ("shapes = [[3, 2]]", "values = [[0.1, 0.2, 0.3, 0.4, 0.5, 0.6]]"),
    "SaveWeights": ('name = "model"',),
    "RebuildFromConfig": (),
    "LoadWeights": (),
    "Forget": ('names = ["a"]',),
    "SetOptimizer": ('key = "adam"', "rate = 0.1"),
    "SetLoss": ('key = "mae"',),
    "SetActivation": ('layer = "a"', 'activation = "tanh"'),
    "SetBatchSize": ("size = 2", "seed = 3"),
    "SetTrainable": ('layer = "a"', "trainable = false", "by_variable = true"),
    "Step": ("steps = 2",),
    "Reset": (),
    "Compile": ('optimizer = "sgd"', "rate = 0.1", 'loss = "mse"', 'metrics = ["mae"]'),
    "Fit": ("epochs = 1", "batch_size = 2", "shuffle = true", "seed = 1", "batches = 1", "rest = 0"),
    "StopEarly": ('variable = "stop"', 'monitor = "loss"', "patience = 2", "restore_best_weights = true"),
    "Evaluate": ('x = "X"', 'y = "Y_true"', "batch_size = 2", 'results = ["a"]'),
    "SetCells": ('name = "X"', "cells = [[0, 1]]", "values = [0.5]"),
    "AddRows": ("X = [[0.1, 0.2, 0.3]]", "Y_true = [[1.0]]"),
    "RemoveRows": ("rows = [0]",),
    "Predict": ('argument = "X"', 'result = "Y_pred"'),
    "TapeStep": ("rate = 0.1",),
    "PredictInTape": (),
}
"""Every command with right fields; a test compares it with the commands there are."""

TOKENS = (
    *(
        b"\x00",
        b"\xff",
        b"\n",
        b"\r",
        b"\t",
        b'"',
        b"'",
        b'"""',
        b"[",
        b"]",
        b"[[",
        b"{",
        b"}",
        b"(",
        b")",
        b"=",
        b".",
        b",",
    ),
    *(b"#", b"\\", b"\\u0000", b"../", b"%s", b"{0}", b"{x", b"<b>", b"\xef\xbb\xbf", b"\xed\x95\x9c", b"\xe2\x80\xa8"),
    *(b"-1", b"0", b"1e400", b"nan", b"inf", b"-inf", b"99999999999999999999", b"4294967295", b"1e300", b"0x10"),
    *(b"true", b"1979-05-27", b"None", b"lambda", b"__class__"),
    *(letter * 200 for letter in (b"a", b"[", b"(", b"-", b"9")),
)


def mutated(rng: random.Random, text: bytes) -> bytes:
    """Return a text with one to four mistakes."""
    for _ in range(rng.randint(1, 4)):
        start = rng.randint(0, len(text))
        end = min(len(text), start + rng.choice((0, 1, 1, 2, 5, 20)))
        kind = rng.randrange(5)
        if kind == 0:
            text = text[:start] + text[end:]
        elif kind == 1:
            text = text[:start] + rng.choice(TOKENS) + text[start:]
        elif kind == 2:
            text = text[:start] + rng.choice(TOKENS) + text[end:]
        elif kind == 3:
            other = rng.randint(0, len(text))
            text = text[:other] + text[start:end] + text[other:]
        else:
            text = text[:start] + bytes(rng.randrange(256) for _ in range(end - start)) + text[end:]
    return text


def csv_files(count: int, seed: int) -> Iterator[bytes]:
    """Make `count` broken CSV files, those by hand first."""
    rng = random.Random(seed)
    yield from NASTY_CSV[:count]
    for _ in range(count - len(NASTY_CSV)):
        yield mutated(rng, rng.choice(CSV))


def typed_lines(count: int, seed: int) -> Iterator[str]:
    """Make `count` broken lines, those by hand first."""
    rng = random.Random(seed)
    known = (*LINES, *(line for line in NASTY_LINES if line.isascii()))
    yield from NASTY_LINES[:count]
    for _ in range(count - len(NASTY_LINES)):
        yield mutated(rng, rng.choice(known).encode()).decode("utf-8", "replace")


def uses(count: int, seed: int) -> Iterator[tuple[str, str]]:
    """Choose `count` kinds of values, each with a line that uses one."""
    pairs = [(kind, use) for kind in DEFINED for use in USES]
    yield from random.Random(seed).sample(pairs, min(count, len(pairs)))


def lessons(count: int, seed: int) -> Iterator[dict[str, bytes]]:
    """Make `count` lessons with one broken file, by the names of their files."""
    rng = random.Random(seed)
    for number in range(count):
        if number % 2:
            name = rng.choice(("lesson.toml", "first.toml", "first.toml", "first.en.md"))
            yield {**LESSON, name: mutated(rng, LESSON[name])}
        else:
            yield {**LESSON, "first.toml": LESSON["first.toml"] + _wrong_deed(rng).encode()}


def _wrong_deed(rng: random.Random) -> str:
    """Return the table of a command in which one field has a value that it should not have."""
    command = rng.choice([name for name in FIELDS if FIELDS[name]])
    fields = list(FIELDS[command])
    place = rng.randrange(len(fields))
    fields[place] = f"{fields[place].partition(' =')[0]} = {rng.choice(VALUES)}"
    return "\n".join(["", "[[do]]", f'command = "{command}"', *fields, ""])
