#!/usr/bin/env python3
"""A press of any size out of a corpus: the corpus again and again, each time on later days and about other names.

    replay.py --articles 200000 [--per-day 2000] [--until 2026-01-01] CORPUS.jsonl.zst ... > replay.jsonl

Lines have the fields that `rafid import` reads. In each round after the first every word but the most frequent ones
takes the place of another of like frequency, the same everywhere in that round: a round's stories are as much alike as the
corpus's are, its words are as frequent, and no article is a copy of one of another round. Articles keep their order in
time and come `--per-day` a day, so that a sliding window holds as many of them at any size. Needs `zstd` on the path.
"""

import argparse
import collections
import datetime
import json
import random
import re
import subprocess
import sys

# So many words carry grammar and stay as they are.
FUNCTION_WORDS = 400
# A word changes places with one among so many neighbours by frequency.
NEIGHBOURS = 64
FIELDS = ("title", "summary", "body")
WORD = re.compile(r"([\u0620-\u064a]{3,})")


def lines(paths):
    for path in paths:
        reader = subprocess.Popen(["zstd", "-dc", "--long=27", path], stdout=subprocess.PIPE)
        for line in reader.stdout:
            yield json.loads(line)
        reader.wait()


def exchange(ranked, seed):
    """Word to word: each block of neighbours by frequency is turned around at random."""
    order = random.Random(seed)
    out = {}
    for start in range(FUNCTION_WORDS, len(ranked), NEIGHBOURS):
        block = ranked[start : start + NEIGHBOURS]
        turned = block[:]
        order.shuffle(turned)
        out.update(zip(block, turned))
    return out


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("corpus", nargs="+")
    options.add_argument("--articles", type=int, required=True)
    options.add_argument("--per-day", type=int, default=2000)
    options.add_argument("--until", default="2026-01-01", help="the day after the last article")
    options = options.parse_args()

    corpus = list(lines(options.corpus))
    corpus.sort(key=lambda article: article.get("published") or "")
    counts = collections.Counter()
    for article in corpus:
        # What lies between words, a word, and so on in turn: each round only looks words up.
        for field in FIELDS:
            article[field] = [sys.intern(part) for part in WORD.split(article.get(field) or "")]
        counts.update(article["body"][1::2])
    ranked = [word for word, _ in counts.most_common()]

    step = datetime.timedelta(days=1) / options.per_day
    at = datetime.datetime.fromisoformat(options.until).replace(tzinfo=datetime.timezone.utc) - step * options.articles
    written = round_number = 0
    while written < options.articles:
        words = exchange(ranked, round_number) if round_number else {}

        def change(parts):
            return "".join([words.get(part, part) for part in parts]) if words else "".join(parts)

        for article in corpus[: options.articles - written]:
            out = {
                "id": f"{round_number}-{article['id']}",
                "url": f"https://replay.example/{round_number}/{article['id']}",
                "source": article["source"],
                "title": change(article["title"]),
                "published": at.isoformat(timespec="seconds"),
                "summary": change(article["summary"]) or None,
                "body": change(article["body"]),
            }
            sys.stdout.write(json.dumps(out, ensure_ascii=False) + "\n")
            at += step
            written += 1
        round_number += 1


if __name__ == "__main__":
    main()
