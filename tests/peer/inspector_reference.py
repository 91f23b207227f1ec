"""Writes a small random BERT checkpoint as Hugging Face's transformers saves it, and what transformers itself answers on it.

usage: inspector_reference.py FOLDER   -> FOLDER/{config.json, model.safetensors, vocab.txt, ...}, FOLDER/expected.json
SPDX-License-Identifier: GPL-3.0-or-later
"""
import json
import os
import sys

import torch
from transformers import BertConfig, BertForMaskedLM, BertTokenizer

TOKENS = ("[PAD] [UNK] [CLS] [SEP] [MASK] the bank of river money play ##ing ##ed a game . , in new york film was good bad "
          "и лук ##а зелен ##ый острый").split()
MASKED = ["The film was [MASK] .", "the [MASK] of [MASK] , a played game", "зеленый [MASK] и острый лук"]
TEXTS = ["the bank of the river .", "playing a game in new york", "лука , money", "[MASK]"]


def fill(model, tokenizer, text):
    encoded = tokenizer(text, return_tensors="pt")
    with torch.no_grad():
        probabilities = model(**encoded).logits[0].softmax(-1)
    positions = (encoded.input_ids[0] == tokenizer.mask_token_id).nonzero()[:, 0].tolist()
    return {"text": text, "tokens": tokenizer.convert_ids_to_tokens(encoded.input_ids[0]),
            "masks": [{"index": position, "probabilities": probabilities[position].tolist()} for position in positions]}


def embed(model, tokenizer, text):
    encoded = tokenizer(text, return_tensors="pt")
    with torch.no_grad():
        states = model(**encoded, output_hidden_states=True).hidden_states
    return {"text": text, "layers": [state[0].tolist() for state in states]}


def main(folder):
    os.makedirs(folder, exist_ok=True)
    with open(os.path.join(folder, "vocab.txt"), "w", encoding="utf-8") as vocabulary:
        vocabulary.write("\n".join(TOKENS) + "\n")
    tokenizer = BertTokenizer(os.path.join(folder, "vocab.txt"))
    torch.manual_seed(11)
    config = BertConfig(vocab_size=len(TOKENS), hidden_size=48, num_hidden_layers=3, num_attention_heads=4, intermediate_size=96,
                        max_position_embeddings=32, initializer_range=0.4)
    model = BertForMaskedLM(config).eval()
    with torch.no_grad():                       # biases and normalisation weights too, which start at 0 and 1
        for name, parameter in model.named_parameters():
            if parameter.dim() == 1:
                parameter.add_(torch.randn_like(parameter) * 0.2)
    model.save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    expected = {"fill": [fill(model, tokenizer, text) for text in MASKED], "embed": [embed(model, tokenizer, text) for text in TEXTS]}
    with open(os.path.join(folder, "expected.json"), "w", encoding="utf-8") as file:
        json.dump(expected, file, ensure_ascii=False)


if __name__ == "__main__":
    main(sys.argv[1])
