#!/usr/bin/env python3
"""The peer of fine-tuning: Hugging Face's classifier in a plain PyTorch loop with dynamic padding.

    accuracy and speed:  hf_finetune.py speed --model DIR --train train.tsv --dev dev.tsv --rows 8000 --seed 1      (SST-2's layout)
    one run to its end:  hf_finetune.py full --model DIR --spec SPEC.json      (files, rates and epochs of the specification)
    equal losses:        hf_finetune.py losses --cloze build/ci/bin/cloze --spec SPEC.json --steps 50
`losses` lets Cloze write the first checkpoint (learning rate 0) and its batches (`cloze preview`), trains on the very same ones here, and prints the
largest difference to the losses that `cloze train` printed. The specification needs dropout 0 and compute.shards 1.
SPDX-License-Identifier: GPL-3.0-or-later
"""
import argparse
import json
import os
import random
import subprocess
import tempfile
import time

import torch
from transformers import AutoModelForSequenceClassification, AutoTokenizer, get_linear_schedule_with_warmup


def optimiser(model, rate, decay):
    plain = [p for n, p in model.named_parameters() if n.endswith("bias") or "LayerNorm" in n]
    matrices = [p for n, p in model.named_parameters() if not (n.endswith("bias") or "LayerNorm" in n)]
    return torch.optim.AdamW([{"params": matrices, "weight_decay": decay}, {"params": plain, "weight_decay": 0.0}], lr=rate)


def read_table(path, rows=None):
    lines = open(path, encoding="utf-8").read().split("\n")[1:]
    table = [line.split("\t") for line in lines if line]
    return [(text, int(label)) for text, label in (table[:rows] if rows else table)]


# As they are distributed: (first text, second text or None, label or score).
def read_cola(path):
    return [(row[3], None, int(row[1])) for row in (line.split("\t") for line in open(path, encoding="utf-8").read().split("\n") if line)]


def read_mrpc(path):
    lines = open(path, encoding="utf-8-sig", newline="").read().replace("\r", "").split("\n")[1:]
    return [(row[3], row[4], int(row[0])) for row in (line.split("\t") for line in lines if line)]


def read_rte(path):
    lines = open(path, encoding="utf-8").read().split("\n")[1:]
    return [(row[1], row[2], int(row[3] == "not_entailment")) for row in (line.split("\t") for line in lines if line)]


def read_stsb(path):
    return [(row[5], row[6], float(row[4])) for row in (line.split("\t") for line in open(path, encoding="utf-8").read().split("\n") if line)]


def read_sst2(path):
    return [(text, None, int(label)) for text, label in read_table(path)]


READERS = {"cola": read_cola, "mrpc": read_mrpc, "rte": read_rte, "sts-b": read_stsb, "sst-2": read_sst2}


def encoded(tokenizer, rows):
    second = None if rows[0][1] is None else [row[1] for row in rows]
    return tokenizer([row[0] for row in rows], second, padding=True, truncation=True, max_length=128, return_tensors="pt")


def metrics_of(task, truth, guess):
    from scipy.stats import pearsonr, spearmanr
    if task == "sts-b":
        return {"pearson": pearsonr(guess, truth)[0], "spearman": spearmanr(guess, truth)[0]}
    tp, fp = sum(g == t == 1 for g, t in zip(guess, truth)), sum(g == 1 and t == 0 for g, t in zip(guess, truth))
    tn, fn = sum(g == t == 0 for g, t in zip(guess, truth)), sum(g == 0 and t == 1 for g, t in zip(guess, truth))
    root = ((tp + fp) * (tp + fn) * (tn + fp) * (tn + fn)) ** 0.5
    return {"accuracy": (tp + tn) / len(truth), "f1": 2 * tp / max(1, 2 * tp + fp + fn), "matthews": (tp * tn - fp * fn) / root if root else 0.0}


def train_and_judge(options, task, train, dev, epochs, batch, rate, decay, warmup):
    torch.manual_seed(options.seed)
    torch.set_num_threads(os.cpu_count())
    tokenizer = AutoTokenizer.from_pretrained(options.model)
    score = task == "sts-b"
    model = AutoModelForSequenceClassification.from_pretrained(options.model, num_labels=1 if score else 2)
    kind = torch.float if score else torch.long
    per_epoch = (len(train) + batch - 1) // batch
    steps = per_epoch * epochs
    optimizer = optimiser(model, rate, decay)
    schedule = get_linear_schedule_with_warmup(optimizer, steps // 10 if warmup is None else warmup, steps)
    model.train()
    begin = time.perf_counter()
    for epoch in range(epochs):
        order = list(range(len(train)))
        random.Random(options.seed * 1000 + epoch).shuffle(order)
        for step in range(per_epoch):
            rows = [train[i] for i in order[step * batch:(step + 1) * batch]]
            loss = model(**encoded(tokenizer, rows), labels=torch.tensor([row[2] for row in rows], dtype=kind)).loss
            loss.backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            optimizer.zero_grad()
    training = epochs * len(train) / (time.perf_counter() - begin)
    model.eval()
    begin, guess = time.perf_counter(), []
    with torch.no_grad():
        for first in range(0, len(dev), batch):
            logits = model(**encoded(tokenizer, dev[first:first + batch])).logits
            guess += (logits[:, 0] if score else logits.argmax(1)).tolist()
    evaluation = len(dev) / (time.perf_counter() - begin)
    print(json.dumps({"task": task, "seed": options.seed, **metrics_of(task, [row[2] for row in dev], guess), "train_examples_per_second": training,
                      "evaluation_examples_per_second": evaluation}))


def speed(options):
    train, dev = read_sst2(options.train)[:options.rows], read_sst2(options.dev)
    train_and_judge(options, "sst-2", train, dev, 1, options.batch, options.rate, options.decay, None)


def full(options):
    spec = json.load(open(options.spec))
    rows = [[row for path in spec["task"][part] for row in READERS[spec["task"]["id"]](path)] for part in ("train", "validation")]
    train_and_judge(options, spec["task"]["id"], rows[0], rows[1], spec["train"]["epochs"], spec["train"]["batch_size"], spec["optimizer"]["learning_rate"],
                    spec["optimizer"]["weight_decay"], spec["schedule"]["warmup_steps"])


def losses(options):
    folder = tempfile.mkdtemp()
    environment = dict(os.environ, CLOZE_HOME=folder)
    cloze = lambda *arguments: subprocess.run([options.cloze, *arguments], env=environment, check=True, capture_output=True, text=True).stdout
    first = ["--set", "optimizer.learning_rate=0", "--set", "train.steps=1"]
    cloze("train", options.spec, "--out", folder + "/first", *first)
    start = folder + "/first/checkpoint-000001"
    same = ["--set", "init.from=" + start, "--set", f"train.steps={options.steps}", "--set", "train.evaluate_every=0"]
    events = [json.loads(line) for line in cloze("train", options.spec, "--out", folder + "/run", "--json", *same).splitlines()]
    ours = [event["loss"] for event in events if event["event"] == "step"]
    spec = json.loads(cloze("runs", "show", events[0]["run"], "--json"))["spec"]

    model = AutoModelForSequenceClassification.from_pretrained(start, hidden_dropout_prob=0.0, attention_probs_dropout_prob=0.0)
    model.train()
    optimizer = optimiser(model, spec["optimizer"]["learning_rate"], spec["optimizer"]["weight_decay"])
    schedule = get_linear_schedule_with_warmup(optimizer, spec["schedule"]["warmup_steps"], options.steps)
    worst = 0.0
    for step in range(1, options.steps + 1):
        batch = json.loads(cloze("preview", options.spec, "--batch", str(step), "--json", *same))["batch"]
        B, T = batch["rows"], batch["length"]
        target = torch.tensor(batch["scores"]) if batch.get("scores") else torch.tensor(batch["sentence_labels"])
        loss = model(input_ids=torch.tensor(batch["ids"]).view(B, T), token_type_ids=torch.tensor(batch["type_ids"]).view(B, T),
                     attention_mask=torch.tensor(batch["attention_mask"]).view(B, T), labels=target).loss
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), spec["optimizer"]["clip_norm"])
        optimizer.step()
        schedule.step()
        optimizer.zero_grad()
        worst = max(worst, abs(loss.item() - ours[step - 1]))
    print(json.dumps({"spec": options.spec, "steps": options.steps, "largest_difference": worst, "first_loss": ours[0], "last_loss": ours[-1]}))


def main():
    parser = argparse.ArgumentParser()
    commands = parser.add_subparsers(required=True)
    one = commands.add_parser("speed")
    one.add_argument("--model", required=True)
    one.add_argument("--train", required=True)
    one.add_argument("--dev", required=True)
    one.add_argument("--rows", type=int)
    one.add_argument("--batch", type=int, default=32)
    one.add_argument("--rate", type=float, default=5e-5)
    one.add_argument("--decay", type=float, default=0.0)
    one.add_argument("--seed", type=int, default=1)
    one.set_defaults(run=speed)
    whole = commands.add_parser("full")
    whole.add_argument("--model", required=True)
    whole.add_argument("--spec", required=True)
    whole.add_argument("--seed", type=int, default=1)
    whole.set_defaults(run=full)
    two = commands.add_parser("losses")
    two.add_argument("--cloze", required=True)
    two.add_argument("--spec", required=True)
    two.add_argument("--steps", type=int, default=50)
    two.set_defaults(run=losses)
    options = parser.parse_args()
    options.run(options)


if __name__ == "__main__":
    main()
