#!/usr/bin/env python3
"""pages_speed.py PAGES_DIR EXTRACT_JSONL [rounds]

Pages a CPU second (user and system time, one core), with all metadata, of our extractor and of resiliparse (pip
install resiliparse) in the same run, in turns, and their ratio. PAGES_DIR holds *.html at any depth; EXTRACT_JSONL is the built example of that name
(cargo build --release -p rafid-extract --example extract_jsonl). Ours is measured as a whole process: start, reading
files, charset, metadata, JSON out. Of resiliparse only the work is measured: decoding, parsing and extracting, after
files were read and the module was loaded."""
import json, os, pathlib, resource, statistics, subprocess, sys, tempfile, time


def ours(program, pages, rounds):
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl") as requests, open(os.devnull, "w") as nothing:
        for _ in range(rounds):
            for n, page in enumerate(pages):
                requests.write(json.dumps({"id": str(n), "path": str(page)}) + "\n")
        requests.flush()
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        with open(requests.name) as stdin:
            subprocess.run([program], stdin=stdin, stdout=nothing, check=True)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
    spent = after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime
    return rounds * len(pages) / spent


def theirs(contents, rounds):
    from resiliparse.extract.html2text import extract_plain_text
    from resiliparse.parse.encoding import bytes_to_str, detect_encoding
    from resiliparse.parse.html import HTMLTree

    before = time.process_time()
    for _ in range(rounds):
        for content in contents:
            tree = HTMLTree.parse(bytes_to_str(content, detect_encoding(content)))
            extract_plain_text(tree, main_content=True)
    return rounds * len(contents) / (time.process_time() - before)


def main():
    pages = sorted(pathlib.Path(sys.argv[1]).rglob("*.html"))
    rounds = int(sys.argv[3]) if len(sys.argv) > 3 else 3
    contents = [page.read_bytes() for page in pages]
    measured = [(ours(sys.argv[2], pages, rounds), theirs(contents, rounds)) for _ in range(3)]
    for us, them in measured:
        print(f"{len(pages)} pages: ours {us:.0f}, resiliparse {them:.0f} a CPU second, ratio {us / them:.2f}")
    print(f"median ratio {statistics.median(us / them for us, them in measured):.2f}")


main()
