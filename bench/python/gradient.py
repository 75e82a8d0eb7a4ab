"""Records a second of River's linear models, test then train, as JSON, for bench/gradient.ts."""
import json
import random
import time

import river
from river import linear_model, optim, preprocessing

MODELS = {
    "SGD, squared": lambda: linear_model.LinearRegression(optim.SGD(0.01)),
    "AdaGrad, squared": lambda: linear_model.LinearRegression(optim.AdaGrad(0.1)),
    "Adam, squared": lambda: linear_model.LinearRegression(optim.Adam(0.1)),
    "SGD, log": lambda: linear_model.LogisticRegression(optim.SGD(0.01)),
    "scaler and SGD": lambda: preprocessing.StandardScaler() | linear_model.LinearRegression(optim.SGD(0.01)),
}


def speed(make, rows, labels, classify):
    speeds = []
    for _ in range(3):
        model = make()
        start = time.process_time()
        for x, y in zip(rows, labels):
            model.predict_proba_one(x) if classify else model.predict_one(x)
            model.learn_one(x, y)
        speeds.append(len(rows) / (time.process_time() - start))
    return sorted(speeds)[1]


speeds = {}
for features, records in [(3, 10_000), (20, 3_000), (100, 600)]:
    random.seed(1)
    rows = [{f"x{j}": random.gauss(0, 1) for j in range(features)} for _ in range(records)]
    sums = [sum(row.values()) for row in rows]
    speeds[features] = {
        name: speed(make, rows, [s > 0 for s in sums] if name == "SGD, log" else sums, name == "SGD, log")
        for name, make in MODELS.items()
    }
print(json.dumps({"versions": f"River {river.__version__}", "speeds": speeds}))
