#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes resources/demo/run.jsonl from what `cloze train SPEC.json --json` printed: the frozen specification first, then its events, of the
steps every tenth (tokens and seconds summed over the ten, so that totals stay right), numbers with four digits.

  compact.py RUN_FOLDER EVENTS.jsonl RECIPE.json > run.jsonl
"""
import json
import sys

EVERY = 10


def rounded(value):
    if isinstance(value, float):
        return float(f"{value:.4g}")
    if isinstance(value, list):
        return [rounded(part) for part in value]
    if isinstance(value, dict):
        return {key: rounded(part) for key, part in value.items()}
    return value


def main(run_folder, events, recipe):
    run = json.load(open(f"{run_folder}/run.json"))
    specification = run.get("spec", run)
    specification["data"]["train"] = json.load(open(recipe))["data"]["train"]
    print(json.dumps({"event": "specification", "specification": specification}))
    tokens = padded = seconds = 0
    for line in open(events):
        if not line.startswith("{"):
            continue
        event = json.loads(line)
        event.pop("out", None)
        event.pop("checkpoint", None)
        if event["event"] == "step":
            tokens, padded, seconds = tokens + event["tokens"], padded + event["padded_tokens"], seconds + event["seconds"]
            if event["step"] % EVERY and event["step"] != 1:
                continue
            event.update(tokens=tokens, padded_tokens=padded, seconds=seconds)
            event.pop("tokens_per_second")
            tokens = padded = seconds = 0
        print(json.dumps(rounded(event), separators=(",", ":")))


main(*sys.argv[1:4])
