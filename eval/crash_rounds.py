#!/usr/bin/env python3
"""Kills the program again and again while it collects, and counts what is left.

    crash_rounds.py --rafid target/release/rafid [--rounds 50] [--feeds 40] [--seed 1]

A press on loopback publishes while the rounds run and writes a journal of every article that a feed of its has shown. In each round the
program collects (`collect --all`, or `serve`) and is killed with SIGKILL at a moment of chance. In the end one undisturbed pass is made, and then
every article of the journal must be in the store once, nothing else may be there, and the index must have what the store has.
"""

import argparse
import http.server
import json
import os
import random
import shutil
import signal
import socketserver
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter

WORDS = "افتتحت البلدية حديقة جديدة قرب الميناء وزرع طلاب المدارس أشجار الزيتون في الساحة الكبيرة بينما وصلت قافلة الكتب إلى القرية صباح اليوم".split()


class Press(socketserver.ThreadingMixIn, http.server.HTTPServer):
    daemon_threads = True
    request_queue_size = 256

    def __init__(self, feeds):
        super().__init__(("0.0.0.0", 0), Handler)
        self.lock = threading.Lock()
        self.articles = [3] * feeds
        self.journal = set()
        self.publishing = True

    def handle_error(self, request, client):
        pass  # Whoever is killed leaves broken connections behind.

    def feed(self, n, host):
        with self.lock:
            if self.publishing and self.articles[n] < 60 and random.random() < 0.5:
                self.articles[n] += random.randint(1, 3)
            count = self.articles[n]
        urls = [f"http://{host}/a/{n}/{k}" for k in range(count, 0, -1)]
        items = "".join(f"<item><title>{title(n, k)}</title><link>{url}</link></item>" for k, url in zip(range(count, 0, -1), urls))
        return urls, f"<rss version='2.0'><channel><title>صحيفة {n}</title><link>http://{host}/</link>{items}</channel></rss>"


def title(n, k):
    return "خبر رقم %d من الصحيفة %d: %s" % (k, n, " ".join(random.Random(n * 1000 + k).sample(WORDS, 5)))


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        parts = self.path.strip("/").split("/")
        urls, kind = [], "text/html; charset=utf-8"
        if parts[0] == "feed":
            urls, text = self.server.feed(int(parts[1]), self.headers["Host"])
            kind = "application/rss+xml; charset=utf-8"
        elif parts[0] == "a":
            n, k = int(parts[1]), int(parts[2])
            body = " ".join(random.Random(n * 7000 + k).choices(WORDS, k=120))
            text = f"<html lang='ar'><head><title>{title(n, k)}</title></head><body><article><h1>{title(n, k)}</h1><p>{body}.</p></article></body></html>"
        else:
            self.send_error(404)
            return
        data = text.encode()
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)
        with self.server.lock:
            self.server.journal.update(urls)

    def log_message(self, *_):
        pass


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rafid", required=True)
    parser.add_argument("--follow", required=True, help="the example `follow` of rafid-pipeline")
    parser.add_argument("--rounds", type=int, default=50)
    parser.add_argument("--feeds", type=int, default=40)
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    random.seed(args.seed)
    press = Press(args.feeds)
    port = press.server_address[1]
    threading.Thread(target=press.serve_forever, daemon=True).start()
    data = tempfile.mkdtemp(prefix="rafid-crash-")
    with open(os.path.join(data, "rafid.toml"), "w") as file:
        file.write("[collect]\nallow_private = [\"127.0.0.0/8\"]\nhost_delay_ms = 0\nmin_interval_secs = 1\nmax_interval_secs = 2\n[log]\nlevel = \"error\"\n")
    with open(os.path.join(data, "urls"), "w") as file:
        file.writelines(f"http://127.9.{n // 200}.{n % 200 + 1}:{port}/feed/{n}\n" for n in range(args.feeds))
    subprocess.run([args.follow, data, os.path.join(data, "urls")], check=True, stdout=subprocess.DEVNULL)

    def rafid(*words, **more):
        return subprocess.run([args.rafid, "--data", data, *words], stdout=subprocess.PIPE, text=True, **more)

    kills = 0
    for number in range(args.rounds):
        words = ["collect", "--all"] if number % 2 else ["serve", "--listen", "127.0.0.1:0"]
        process = subprocess.Popen([args.rafid, "--data", data, *words], stdout=subprocess.DEVNULL)
        time.sleep(random.uniform(0.05, 2.5))
        kills += process.poll() is None
        process.send_signal(signal.SIGKILL)
        process.wait()
    press.publishing = False
    for _ in range(2):
        rafid("collect", "--all", check=True)
    doctor = json.loads(rafid("doctor", "--json").stdout)
    stored = Counter(json.loads(line)["url"] for line in rafid("export", "articles", check=True).stdout.splitlines())
    lost = press.journal - set(stored)
    double = [url for url, count in stored.items() if count > 1]
    strange = set(stored) - press.journal
    print(f"{args.rounds} rounds, {kills} of them killed at work; {len(press.journal)} articles shown, {sum(stored.values())} stored;",
          f"{len(lost)} lost, {len(double)} double, {len(strange)} never shown; doctor: {doctor['problems'] or 'nothing wrong'}")
    if lost or double or strange or doctor["problems"]:
        print(*sorted(lost)[:10], *double[:10], sep="\n")
        sys.exit(f"the data is kept in {data}")
    shutil.rmtree(data)


main()
