"""Records a second of processor time of River's trees, forests and what else bench/trees.ts measures, as JSON; argv[1]: the records as JSON."""
import json
import sys
import time

import river
from river import anomaly, cluster, forest, tree

data = json.load(open(sys.argv[1]))
X = [dict(zip(data["names"], row)) for row in data["x"]]


def timed(make, labels, records):
    speeds = []
    for _ in range(3):
        model = make()
        start = time.process_time()
        for x, y in zip(X[:records], labels):
            model.predict_one(x)
            model.learn_one(x, y)
        speeds.append(records / (time.process_time() - start))
    return sorted(speeds)[1]


def scored(make, ask, records):
    speeds = []
    for _ in range(3):
        model = make()
        start = time.process_time()
        for x in X[:records]:
            getattr(model, ask)(x)
            model.learn_one(x)
        speeds.append(records / (time.process_time() - start))
    return sorted(speeds)[1]


K, Y = data["k"], data["y"]
limits = {name: (0.0, 1.0) for name in data["names"]}
print(json.dumps({"versions": f"River {river.__version__}", "speeds": {
    "HoeffdingTreeClassifier": timed(tree.HoeffdingTreeClassifier, K, 20_000),
    "HoeffdingTreeRegressor": timed(tree.HoeffdingTreeRegressor, Y, 10_000),
    "HoeffdingAdaptiveTreeClassifier": timed(lambda: tree.HoeffdingAdaptiveTreeClassifier(seed=1), K, 10_000),
    "HoeffdingAdaptiveTreeRegressor": timed(lambda: tree.HoeffdingAdaptiveTreeRegressor(seed=1), Y, 10_000),
    "ARFClassifier": timed(lambda: forest.ARFClassifier(seed=1), K, 2_000),
    "ARFRegressor": timed(lambda: forest.ARFRegressor(seed=1), Y, 2_000),
    "AMFClassifier": timed(lambda: forest.AMFClassifier(seed=1), K, 2_000),
    "AMFRegressor": timed(lambda: forest.AMFRegressor(seed=1), Y, 2_000),
    "HalfSpaceTrees": scored(lambda: anomaly.HalfSpaceTrees(limits=limits, seed=1), "score_one", 3_000),
    "KMeans": scored(lambda: cluster.KMeans(n_clusters=5, seed=1), "predict_one", 10_000),
}}))
