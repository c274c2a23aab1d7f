"""A real sentence-transformers model of two layers and random weights, made on disk without a network."""

from __future__ import annotations

import shutil
from pathlib import Path

SIZE, LAYERS, HEADS, INNER, LONGEST = 32, 2, 2, 64, 128


def write_model(folder: Path, texts: str, *, seed: int, prompts: dict[str, str] | None = None) -> Path:
    """Write a model that knows the characters of `texts` into `folder`; returns it.

    Its vectors say little more than which characters a text has, in which order: enough to tell one
    model from another and a passage from the rest.
    """
    import torch
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Pooling, Transformer
    from transformers import BertConfig, BertModel, BertTokenizerFast
    from transformers.utils import logging

    logging.disable_progress_bar()
    parts = folder.with_name(f"{folder.name}.parts")
    parts.mkdir(parents=True)
    pieces = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *sorted(set(texts.lower()) - set(" \n"))]
    (parts / "vocab.txt").write_text("\n".join(pieces), "utf-8")
    torch.manual_seed(seed)
    network = BertModel(
        BertConfig(
            vocab_size=len(pieces),
            hidden_size=SIZE,
            num_hidden_layers=LAYERS,
            num_attention_heads=HEADS,
            intermediate_size=INNER,
            max_position_embeddings=LONGEST,
        )
    )
    network.save_pretrained(parts)
    BertTokenizerFast(vocab_file=str(parts / "vocab.txt")).save_pretrained(parts)
    transformer = Transformer(str(parts), max_seq_length=LONGEST)
    modules = [transformer, Pooling(SIZE, pooling_mode="mean")]
    SentenceTransformer(modules=modules, prompts=prompts, device="cpu").save(str(folder))
    shutil.rmtree(parts)
    return folder
