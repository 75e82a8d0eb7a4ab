"""Records a second of processor time of River's and scikit-learn's standardised linear regressions, as JSON, for bench/regressionWidth.ts."""
import json
import os
import random
import time
import warnings

# One core, as everything it is compared with.
os.environ.update(OPENBLAS_NUM_THREADS="1", OMP_NUM_THREADS="1", MKL_NUM_THREADS="1")

import numpy as np
import river
import sklearn
from river import linear_model, preprocessing
from sklearn.linear_model import LinearRegression, SGDRegressor
from sklearn.preprocessing import StandardScaler

warnings.filterwarnings("ignore")
BATCH = 1_000


def timed(records, work, rounds=3):
    speeds = []
    for _ in range(rounds):
        start = time.process_time()
        work()
        speeds.append(records / (time.process_time() - start))
    return sorted(speeds)[rounds // 2]


def by_record(make, X, Y):
    model = make()
    for x, y in zip(X, Y):
        model.predict_one(x)
        model.learn_one(x, y)


def sgd_batches(X, y):
    scaler, model = StandardScaler(), SGDRegressor()
    for start in range(0, len(y), BATCH):
        batch = X[start:start + BATCH]
        if start > 0:
            model.predict(scaler.transform(batch))
        scaler.partial_fit(batch)
        model.partial_fit(scaler.transform(batch), y[start:start + BATCH])


def exact_batches(X, y):
    model = LinearRegression()
    for start in range(0, len(y), BATCH):
        if start > 0:
            model.predict(X[start:start + BATCH])
        model.fit(X[start:start + BATCH], y[start:start + BATCH])


speeds = {}
for features, records in [(3, 10_000), (20, 3_000), (100, 600)]:
    random.seed(1)
    rows = [{f"x{j}": 10 * random.random() + j for j in range(features)} for _ in range(records)]
    labels = [sum(row.values()) + random.random() for row in rows]
    X = np.random.default_rng(1).random((20_000, features)) * 10
    y = X.sum(axis=1)
    speeds[features] = {
        "River StandardScaler | LinearRegression": timed(records, lambda: by_record(
            lambda: preprocessing.StandardScaler() | linear_model.LinearRegression(), rows, labels)),
        "River BayesianLinearRegression": timed(records, lambda: by_record(
            lambda: preprocessing.StandardScaler() | linear_model.BayesianLinearRegression(), rows, labels)),
        "scikit-learn LinearRegression.fit": timed(20_000, lambda: exact_batches(X, y)),
        "scikit-learn StandardScaler | SGDRegressor": timed(20_000, lambda: sgd_batches(X, y)),
    }
print(json.dumps({"versions": f"River {river.__version__}, scikit-learn {sklearn.__version__}", "speeds": speeds}))
