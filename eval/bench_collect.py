#!/usr/bin/env python3
"""What collecting costs, beside a peer, in turn in one run.

    bench_collect.py --press http://127.0.0.1:8800 --rafid target/release/rafid
                     [--reader PATH/reader_peer.py [--python PYTHON]] [--rounds 5] [--first 3] [--work DIR]

`--press` is a loopback press: `/urls` and `/opml` list its feeds, `/_ctl/bump?n=1` gives each a new entry, `/_ctl/delay?ms=100` makes it slow.
`--reader` is a program called as `reader_peer.py add URLS DB` and `reader_peer.py update DB WORKERS` (the PyPI package `reader`); without it
only our own figures are shown. What a round of ours includes: robots.txt of each host, fetch, parse, store, search index, keywords, copies
and stories; no pages, because the peer fetches none either and knows neither of the rest. Each round is a process of its own on both sides, so that starting up is paid for by both, and
ours asks for robots.txt where it has none. CPU is user + system seconds of the process (wait4), peak memory its ru_maxrss. Figures are medians.
"""

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request

CONFIG = """[collect]
allow_private = ["127.0.0.0/8"]
contact = "mailto:bench@rafid.example"
connections = {connections}
host_delay_ms = 0
# The peer fetches no pages either.
pages = "never"
[log]
level = "warn"
"""


def get(url):
    with urllib.request.urlopen(url, timeout=600) as answer:
        return answer.read().decode()


def run(command):
    """Seconds of CPU, seconds of wall time, MB at most, last line of output."""
    started = time.time()
    with tempfile.TemporaryFile() as out:
        process = subprocess.Popen(command, stdout=out, stderr=subprocess.DEVNULL)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        out.seek(0)
        text = out.read().decode()
    if process.returncode != 0:
        sys.exit(f"failed with {process.returncode}: {' '.join(command)}\n{text}")
    return usage.ru_utime + usage.ru_stime, time.time() - started, usage.ru_maxrss / 1024, text.strip()


class Rafid:
    name = "rafid"

    def __init__(self, args, work, urls):
        self.program, self.data, self.opml = args.rafid, os.path.join(work, "rafid"), os.path.join(work, "opml")
        self.config = CONFIG.format(connections=args.connections)
        with open(self.opml, "w") as file:
            file.write(get(args.press + "/opml"))

    def begin(self):
        shutil.rmtree(self.data, ignore_errors=True)
        os.makedirs(self.data)
        with open(os.path.join(self.data, "rafid.toml"), "w") as file:
            file.write(self.config)
        run([self.program, "--data", self.data, "source", "import", self.opml])

    def round(self):
        return run([self.program, "--data", self.data, "collect", "--all", "--json"])

    def told(self, text):
        return json.loads(text)


class Reader:
    name = "reader"

    def __init__(self, args, work, urls):
        self.python, self.program, self.db, self.urls, self.workers = args.python, args.reader, os.path.join(work, "reader.sqlite"), urls, str(args.workers)

    def begin(self):
        for tail in ["", "-wal", "-shm"]:
            if os.path.exists(self.db + tail):
                os.remove(self.db + tail)
        run([self.python, self.program, "add", self.urls, self.db])

    def round(self):
        return run([self.python, self.program, "update", self.db, self.workers])

    def told(self, text):
        return text


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--press", required=True)
    parser.add_argument("--rafid", required=True)
    parser.add_argument("--reader")
    parser.add_argument("--python", default=sys.executable, help="which has the package")
    parser.add_argument("--workers", type=int, default=8)
    parser.add_argument("--connections", type=int, default=32)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--first", type=int, default=3)
    parser.add_argument("--work", default=None)
    args = parser.parse_args()
    work = args.work or tempfile.mkdtemp(prefix="rafid-bench-")
    os.makedirs(work, exist_ok=True)
    urls = os.path.join(work, "urls")
    with open(urls, "w") as file:
        file.write(get(args.press + "/urls"))
    feeds = sum(1 for _ in open(urls))
    get(args.press + "/_ctl/delay?ms=0")
    both = [Rafid(args, work, urls)] + ([Reader(args, work, urls)] if args.reader else [])

    figures = {}

    def note(what, who, figure):
        figures.setdefault(what, {}).setdefault(who.name, []).append(figure)

    for _ in range(args.first):
        for who in both:
            who.begin()
            figure = who.round()
            note("first", who, figure)
            print("first ", who.name, f"{figure[0]:.2f} s CPU, {figure[2]:.0f} MB", who.told(figure[3]), flush=True)
    for _ in range(args.rounds):
        for who in both:
            note("nothing", who, who.round())
        get(args.press + "/_ctl/bump?n=1")
        for who in both:
            note("one", who, who.round())
    get(args.press + "/_ctl/delay?ms=100")
    for _ in range(3):
        note("slow", both[0], both[0].round())
    get(args.press + "/_ctl/delay?ms=0")

    print(f"\n{feeds} feeds; ms of CPU a feed, medians")
    for what, text in [("first", "first refresh"), ("nothing", "nothing new (304)"), ("one", "one new entry each")]:
        medians = {name: statistics.median(f[0] for f in runs) for name, runs in figures[what].items()}
        line = "  ".join(f"{name} {1000 * value / feeds:.3f}" for name, value in medians.items())
        ratio = f"  1/{medians['reader'] / medians['rafid']:.1f}" if args.reader else ""
        print(f"{text:20} {line}{ratio}")
    for what in ["first", "nothing", "one"]:
        peaks = "  ".join(f"{name} {statistics.median(f[2] for f in runs):.0f}" for name, runs in figures[what].items())
        print(f"{'peak memory, MB':20} {what}: {peaks}")
    ideal = feeds * 0.1 / args.connections
    wall = statistics.median(f[1] for f in figures["slow"]["rafid"])
    print(f"answers after 100 ms: {wall:.2f} s for a round over {args.connections} connections, ideal {ideal:.2f} s: {wall / ideal:.2f} times")
    if args.work is None:
        shutil.rmtree(work, ignore_errors=True)


main()
