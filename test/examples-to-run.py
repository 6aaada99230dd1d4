# The examples that an ns-3 tree's test.py runs, with arguments that make them short: (command,
# condition to run it, condition to run it under valgrind). test.py evaluates each list by itself.
cpp_examples = [
    ("age-priced-market --workers=4 --duration=30 --retrain=8 "
     "--ns3::edgelearning::DeepAuction::TrainingSteps=20 --output=results/age-priced-market",
     "True", "False"),
    ("auction-revenue --auctions=800 --sample=500 --owners=1,3 "
     "--ns3::edgelearning::DeepAuction::TrainingSteps=20 "
     "--ns3::edgelearning::PublishedAuction::TrainingSteps=20 --output=results/auction-revenue",
     "True", "False"),
    ("auction-truthfulness --checks=20000 --mechanisms=DeepAuction,SecondPriceAuction "
     "--ns3::edgelearning::DeepAuction::TrainingSteps=20 "
     "--ns3::edgelearning::DeepAuction::RetrainSteps=20 --output=results/auction-truthfulness",
     "True", "False"),
    ("continued-auction --auctions=3000 --interval=1000s "
     "--ns3::edgelearning::DeepAuction::TrainingSteps=20 "
     "--ns3::edgelearning::DeepAuction::RetrainSteps=20 --output=results/continued-auction",
     "True", "False"),
    ("dropout-trace --workers=6 --demand=3 --hour=10 --netanim=day.xml "
     "--output=results/dropout-trace", "True", "False"),
    ("edge-caching --workers=6 --owners=3 --rounds=2 --demand=6 --capacities=0,200000 "
     "--output=results/edge-caching", "True", "False"),
    ("edge-learning-first --rounds=2", "True", "False"),
    ("edge-learning-market --link=nr-lite --workers=6 --rounds=2 "
     "--mechanism=SecondPriceAuction --output=results/nr-lite", "True", "False"),
    ("edge-learning-market --link=nr-lite --workers=6 --rounds=4 --doubleSellers=1 "
     "--mechanism=SecondPriceAuction --output=results/double-seller", "True", "False"),
    ("edge-learning-market --link=nr-lite-bulk --workers=6 --rounds=2 "
     "--mechanism=SecondPriceAuction --output=results/nr-lite-bulk", "True", "False"),
    ("edge-learning-market --link=lte --workers=6 --rounds=2 --learner=SyntheticLearner "
     "--mechanism=none --output=results/lte", "True", "False"),
    ("edge-learning-market --link=wifi --workers=6 --rounds=2 --learner=SyntheticLearner "
     "--mechanism=none --output=results/wifi", "True", "False"),
    ("edge-learning-market --link=p2p --workers=6 --rounds=2 "
     "--mechanism=FirstPriceAuction --output=results/p2p", "True", "False"),
    ("freshness-and-accuracy --workers=4 --duration=30 "
     "--output=results/freshness-and-accuracy", "True", "False"),
    ("hierarchical-fl --workers=6 --edges=2 --localRounds=4 --edgeRounds=2 "
     "--output=results/hierarchical-fl", "True", "False"),
    ("nr-lite-mobility --terminals=2 --duration=20s --output=results/mobility", "True", "False"),
    ("nr-lite-scheduling --uploads=8 --background=2 --rounds=1 --deadlines=1 "
     "--output=results/scheduling", "True", "False"),
    ("nr-lite-throughput --places=3 --output=results/throughput", "True", "False"),
    ("nr-lite-bulk-versus-packet --terminals=1,2 --distances=100,300 --phases=4 "
     "--output=results/bulk-versus-packet", "True", "False"),
    ("nr-lite-versus-lte --terminals=2 --bytes=100000 --repeat=1 --output=results/versus-lte",
     "True", "False"),
    ("offloading --loads=1 --densities=3 --devices=4 --duration=5 --output=results/offloading",
     "True", "False"),
    ("relay-clustering --workers=8 --groups=2 --rounds=1 --distances=400 --netanim=clusters.xml "
     "--output=results/relay-clustering", "True", "False"),
    ("split-learning --workers=3 --epochs=2 --architecture=64-16-10 "
     "--output=results/split-learning", "True", "False"),
    ("synchronous-or-not --workers=6 --demand=3 --duration=20 --output=results/synchronous-or-not",
     "True", "False"),
    ("virtual-edge-server --sizes=2 --stays=10 --vehicles=2 --devices=2 --duration=10 "
     "--output=results/virtual-edge-server", "True", "False"),
]

python_examples = []
