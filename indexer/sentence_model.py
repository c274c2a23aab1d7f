"""The bundled model as an ordinary sentence-transformers model.

Not used for searching, where `indexer.embedding` starts twenty times faster with the same
vectors. It is the independent check of that code, and a folder to fine-tune from:
``python -m indexer.sentence_model FOLDER`` writes one.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import Any

import numpy as np

from indexer.embedding import PASSAGE, QUESTION
from indexer.model_weights import Weights, weights_file
from indexer.unigram import META

_PARTS = {
    "q": "attention.self.query", "k": "attention.self.key", "v": "attention.self.value",
    "ao": "attention.output.dense", "fi": "intermediate.dense", "fo": "output.dense",
}  # fmt: skip
_NORMS = {"aln": "attention.output.LayerNorm", "oln": "output.LayerNorm"}


def sentence_transformer() -> Any:
    """A `SentenceTransformer` of the dequantised weights, float32, with the prompts query and passage."""
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Normalize, Pooling, Transformer

    weights = Weights(weights_file())
    with tempfile.TemporaryDirectory() as folder:
        _network(weights).save_pretrained(folder)
        _tokenizer(weights).save_pretrained(folder)
        transformer = Transformer(folder, max_seq_length=weights.config.positions)
    modules = [transformer, Pooling(weights.config.hidden, pooling_mode="mean"), Normalize()]
    return SentenceTransformer(modules=modules, prompts={"query": QUESTION, "passage": PASSAGE}, device="cpu")


def _network(weights: Weights) -> Any:
    import torch
    from transformers import BertConfig, BertModel

    config = weights.config
    network = BertModel(
        BertConfig(
            vocab_size=config.vocabulary,
            hidden_size=config.hidden,
            num_hidden_layers=config.layers,
            num_attention_heads=config.heads,
            intermediate_size=config.feed_forward,
            max_position_embeddings=config.positions,
            layer_norm_eps=config.epsilon,
        ),
        add_pooling_layer=False,
    )
    words = weights.embeddings(np.arange(config.vocabulary))
    state = {
        "embeddings.word_embeddings.weight": words,
        "embeddings.position_embeddings.weight": weights.floats("emb.pos").reshape(-1, config.hidden),
        "embeddings.token_type_embeddings.weight": weights.floats("emb.type").reshape(-1, config.hidden),
        "embeddings.LayerNorm.weight": weights.floats("emb.ln.w"),
        "embeddings.LayerNorm.bias": weights.floats("emb.ln.b"),
    }
    for layer in range(config.layers):
        at, to = f"l{layer}.", f"encoder.layer.{layer}."
        for short, name in _PARTS.items():
            bias = weights.floats(f"{at}{short}.b")
            state[f"{to}{name}.bias"] = bias
            state[f"{to}{name}.weight"] = weights.matrix(f"{at}{short}.w", len(bias))
        for short, name in _NORMS.items():
            state[f"{to}{name}.weight"] = weights.floats(f"{at}{short}.w")
            state[f"{to}{name}.bias"] = weights.floats(f"{at}{short}.b")
    tensors = {name: torch.tensor(np.array(value)) for name, value in state.items()}
    network.load_state_dict(tensors, strict=False)
    network.train(False)
    return network


def _tokenizer(weights: Weights) -> Any:
    from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers, processors
    from transformers import PreTrainedTokenizerFast

    pieces = weights.pieces
    begin, end, unknown = (pieces.texts[n] for n in (pieces.begin, pieces.end, pieces.unknown))
    table = list(zip(pieces.texts, pieces.scores.tolist(), strict=True))
    tokenizer = Tokenizer(models.Unigram(table, pieces.unknown, False))
    tokenizer.normalizer = normalizers.Sequence([normalizers.NFKC(), normalizers.Replace(Regex(r"\s+"), " ")])
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(META, prepend_scheme="always", split=False)
    tokenizer.post_processor = processors.TemplateProcessing(
        f"{begin} $A {end}", special_tokens=[(begin, pieces.begin), (end, pieces.end)]
    )
    fast: Any = PreTrainedTokenizerFast
    return fast(
        tokenizer_object=tokenizer,
        bos_token=begin,
        cls_token=begin,
        eos_token=end,
        sep_token=end,
        unk_token=unknown,
        pad_token="<pad>",
        model_max_length=weights.config.positions,
    )


if __name__ == "__main__":
    sentence_transformer().save(str(Path(sys.argv[1])))
