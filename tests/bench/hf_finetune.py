#!/usr/bin/env python3
"""The peer of fine-tuning: Hugging Face's classifier in a plain PyTorch loop with dynamic padding.

    accuracy and speed:  hf_finetune.py speed --model DIR --train train.tsv --dev dev.tsv --rows 8000 --seed 1      (SST-2's layout)
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


def speed(options):
    torch.manual_seed(options.seed)
    torch.set_num_threads(os.cpu_count())
    tokenizer = AutoTokenizer.from_pretrained(options.model)
    model = AutoModelForSequenceClassification.from_pretrained(options.model, num_labels=2)
    train, dev = read_table(options.train, options.rows), read_table(options.dev)
    steps = (len(train) + options.batch - 1) // options.batch
    optimizer = optimiser(model, options.rate, options.decay)
    schedule = get_linear_schedule_with_warmup(optimizer, steps // 10, steps)
    order = list(range(len(train)))
    random.Random(options.seed).shuffle(order)
    model.train()
    begin = time.perf_counter()
    for step in range(steps):
        rows = [train[i] for i in order[step * options.batch:(step + 1) * options.batch]]
        inputs = tokenizer([text for text, _ in rows], padding=True, truncation=True, max_length=128, return_tensors="pt")
        loss = model(**inputs, labels=torch.tensor([label for _, label in rows])).loss
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        schedule.step()
        optimizer.zero_grad()
    training = len(train) / (time.perf_counter() - begin)
    model.eval()
    begin, correct = time.perf_counter(), 0
    with torch.no_grad():
        for first in range(0, len(dev), options.batch):
            rows = dev[first:first + options.batch]
            inputs = tokenizer([text for text, _ in rows], padding=True, truncation=True, max_length=128, return_tensors="pt")
            correct += (model(**inputs).logits.argmax(1) == torch.tensor([label for _, label in rows])).sum().item()
    print(json.dumps({"seed": options.seed, "accuracy": correct / len(dev), "train_examples_per_second": training,
                      "evaluation_examples_per_second": len(dev) / (time.perf_counter() - begin)}))


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
    two = commands.add_parser("losses")
    two.add_argument("--cloze", required=True)
    two.add_argument("--spec", required=True)
    two.add_argument("--steps", type=int, default=50)
    two.set_defaults(run=losses)
    options = parser.parse_args()
    options.run(options)


if __name__ == "__main__":
    main()
