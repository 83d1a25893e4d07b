#!/usr/bin/env python3
"""Stories beside scikit-learn's TF-IDF and DBSCAN, and copies beside datasketch's MinHash-LSH, in turn in one run.

    stories_peer.py --bench target/release/examples/settle_bench REPLAY.jsonl

REPLAY is what `replay.py --articles 20000` writes. Prints articles a CPU second (user and system) of each, and ratios. Needs scikit-learn;
datasketch and rensa where they are installed.
"""

import argparse
import json
import re
import resource
import subprocess

WORD = re.compile(r"\w+")


def cpu():
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime


def scikit(texts):
    from sklearn.cluster import DBSCAN
    from sklearn.feature_extraction.text import TfidfVectorizer

    vectors = TfidfVectorizer(min_df=2, max_df=0.1, sublinear_tf=True).fit_transform(texts)
    DBSCAN(eps=0.6, min_samples=2, metric="cosine").fit(vectors)


def shingles(text):
    words = WORD.findall(text)
    return [" ".join(words[at : at + 3]) for at in range(max(len(words) - 2, 1))]


def datasketch(texts):
    from datasketch import MinHash, MinHashLSH

    index = MinHashLSH(threshold=0.5, num_perm=128)
    for number, text in enumerate(texts):
        sketch = MinHash(num_perm=128)
        sketch.update_batch([part.encode() for part in shingles(text)])
        index.query(sketch)
        index.insert(number, sketch)


def rensa(texts):
    from rensa import RMinHash, RMinHashLSH

    index = RMinHashLSH(threshold=0.5, num_perm=128, num_bands=32)
    for number, text in enumerate(texts):
        sketch = RMinHash(num_perm=128, seed=42)
        sketch.update(shingles(text))
        index.query(sketch)
        index.insert(number, sketch)


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("replay")
    options.add_argument("--bench", required=True)
    options = options.parse_args()
    with open(options.replay, encoding="utf-8") as lines:
        articles = [json.loads(line) for line in lines]
    texts = [f"{article['title']}\n{article['body']}" for article in articles]

    with open(options.replay, "rb") as lines:
        ours = subprocess.run([options.bench, str(len(texts))], stdin=lines, capture_output=True, text=True, check=True).stdout
    print(ours.strip())
    settle = float(re.search(r"settle (\d+)", ours)[1])
    both = float(re.search(r"both (\d+)", ours)[1])
    for name, peer in [("TF-IDF + DBSCAN", scikit), ("datasketch", datasketch), ("rensa", rensa)]:
        started = cpu()
        try:
            peer(texts)
        except ImportError:
            print(f"{name}: not installed")
            continue
        rate = len(texts) / (cpu() - started)
        print(f"{name}: {rate:.0f} articles a CPU second; settling does {settle / rate:.1f} times as many, with analysis {both / rate:.1f}")


if __name__ == "__main__":
    main()
