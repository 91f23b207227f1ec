#!/usr/bin/env python3
"""The peer of `cloze bench train`: Hugging Face's own model in a plain PyTorch loop (dense head, stock dropout, AdamW, clipping).

Prints one JSON object: tokens_per_second (median step), tokens_per_cpu_second, peak_memory_mb. Run it beside Cloze, one after the other, on the same machine:
    cloze bench train --preset mini --vocab 30522 --batch 32 --length 128 --json
    python3 tests/bench/hf_loop.py --preset mini --vocab 30522 --batch 32 --length 128
SPDX-License-Identifier: GPL-3.0-or-later
"""
import argparse
import json
import os
import resource
import statistics
import time

import torch
from transformers import BertConfig, BertForMaskedLM

PRESETS = {"tiny": (2, 128, 2), "mini": (4, 256, 4), "small": (4, 512, 8), "medium": (8, 512, 8), "base": (12, 768, 12)}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--preset", default="mini", choices=PRESETS)
    parser.add_argument("--vocab", type=int, default=30522)
    parser.add_argument("--batch", type=int, default=32)
    parser.add_argument("--length", type=int, default=128)
    parser.add_argument("--steps", type=int, default=6)
    parser.add_argument("--threads", type=int, default=os.cpu_count())
    options = parser.parse_args()

    torch.set_num_threads(options.threads)
    torch.manual_seed(1)
    layers, hidden, heads = PRESETS[options.preset]
    model = BertForMaskedLM(BertConfig(vocab_size=options.vocab, hidden_size=hidden, num_hidden_layers=layers, num_attention_heads=heads,
                                       intermediate_size=4 * hidden))
    model.train()
    optimizer = torch.optim.AdamW(model.parameters(), lr=1e-4, weight_decay=0.01)
    seconds, cpu_seconds = [], []
    for step in range(options.steps + 2):
        ids = torch.randint(5, options.vocab, (options.batch, options.length))
        labels = torch.where(torch.rand(ids.shape) < 0.15, ids, torch.full_like(ids, -100))
        begin, cpu_begin = time.perf_counter(), time.process_time()
        loss = model(input_ids=ids, attention_mask=torch.ones_like(ids), labels=labels).loss
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        optimizer.zero_grad()
        if step >= 2:
            seconds.append(time.perf_counter() - begin)
            cpu_seconds.append(time.process_time() - cpu_begin)
    step_seconds = statistics.median(seconds)
    print(json.dumps({"tokens_per_second": options.batch * options.length / step_seconds,
                      "tokens_per_cpu_second": options.batch * options.length / statistics.mean(cpu_seconds), "seconds_per_step": step_seconds,
                      "peak_memory_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, "torch": torch.__version__}))


if __name__ == "__main__":
    main()
