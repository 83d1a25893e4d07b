#!/usr/bin/env python3
"""Stories beside scikit-learn's TF-IDF and DBSCAN, and copies beside datasketch's MinHash-LSH, in turn in one run.

    stories_peer.py --bench target/release/examples/settle_bench REPLAY.jsonl

REPLAY is what `replay.py --articles 200000` writes. The peers get the first 20,000, ours goes on to the end: is it flat? Prints articles a
CPU second (user and system) of each, and ratios. Peers read text; so does "with analysis", while "stories" and "copies" begin at stored
digests, as the program does when it settles. Needs scikit-learn; datasketch and rensa where they are installed.
"""

import argparse
import itertools
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


def bench(options, articles, *arguments):
    with open(options.replay, "rb") as lines:
        command = [options.bench, str(articles), *arguments]
        out = subprocess.run(command, stdin=lines, capture_output=True, text=True, check=True).stdout
    return [
        {name: float(value) for name, value in re.findall(r"(settle|both) (\d+)", line)}
        | {"first": float(re.search(r"\(([\d.]+) of the first", line)[1]), "line": line.strip()}
        for line in out.splitlines()
    ]


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("replay")
    options.add_argument("--bench", required=True)
    options.add_argument("--articles", type=int, default=20_000, help="so many of REPLAY are given to the peers, too")
    options = options.parse_args()
    with open(options.replay, encoding="utf-8") as lines:
        articles = [json.loads(line) for line in itertools.islice(lines, options.articles)]
    texts = [f"{article['title']}\n{article['body']}" for article in articles]

    ours = bench(options, len(texts))
    for part in ours:
        print(part["line"])
    copies = bench(options, len(texts), "copies")
    settle, both, copying = ours[0]["settle"], ours[0]["both"], copies[0]["settle"]
    print(f"copies alone: {copying:.0f} articles a CPU second (goal 10,000)")
    if len(ours) > 1:
        print(f"the rate at {len(texts) * len(ours)} articles is {ours[-1]['first']:.2f} of the rate at {len(texts)} (goal .8)")
    for name, peer, rate_of_ours in [
        ("TF-IDF + DBSCAN", scikit, settle),
        ("datasketch MinHash-LSH", datasketch, copying),
        ("rensa MinHash-LSH", rensa, copying),
    ]:
        started = cpu()
        try:
            peer(texts)
        except ImportError:
            print(f"{name}: not installed")
            continue
        rate = len(texts) / (cpu() - started)
        what = "stories" if peer is scikit else "copies"
        print(f"{name}: {rate:.0f} articles a CPU second; {what} {rate_of_ours / rate:.1f} times as many, stories with analysis {both / rate:.1f}")


if __name__ == "__main__":
    main()
