"""Makes the two tokenizers from the news: characters for the reader, whole words for the encoder.

python -m training.tokenizer reader --data DATA --out OUT/reader-tokenizer
python -m training.tokenizer encoder --data DATA --out OUT/encoder-tokenizer --size 48000
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from pathlib import Path

from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors, trainers
from transformers import PreTrainedTokenizerFast

from training.news import documents

SPECIAL = ("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]")


def characters(texts: Sequence[str], size: int) -> Tokenizer:
    """Return a WordPiece tokenizer: Chinese characters singly, Latin and digits in pieces."""
    made = Tokenizer(models.WordPiece(unk_token="[UNK]"))
    made.normalizer = normalizers.Sequence([normalizers.NFKC(), normalizers.BertNormalizer()])
    made.pre_tokenizer = pre_tokenizers.Sequence(
        [pre_tokenizers.BertPreTokenizer(), pre_tokenizers.Digits()]
    )
    trainer = trainers.WordPieceTrainer(
        vocab_size=size, special_tokens=list(SPECIAL), limit_alphabet=size, show_progress=False
    )
    made.train_from_iterator(texts, trainer)
    ends = [(name, made.token_to_id(name)) for name in ("[CLS]", "[SEP]")]
    made.post_processor = processors.TemplateProcessing(
        single="[CLS] $A [SEP]", pair="[CLS] $A [SEP] $B:1 [SEP]:1", special_tokens=ends
    )
    return made


def words(texts: Sequence[str], size: int) -> Tokenizer:
    """Return a Unigram tokenizer whose pieces are words and set phrases: 天桥区, 同比增长."""
    made = Tokenizer(models.Unigram())
    made.normalizer = normalizers.Sequence([normalizers.NFKC(), normalizers.Lowercase()])
    made.pre_tokenizer = pre_tokenizers.Sequence(
        [
            pre_tokenizers.UnicodeScripts(),
            pre_tokenizers.Punctuation("isolated"),
            pre_tokenizers.Digits(),
        ]
    )
    trainer = trainers.UnigramTrainer(
        vocab_size=size, special_tokens=list(SPECIAL[:2]), unk_token="[UNK]", show_progress=False
    )
    made.train_from_iterator(_clauses(texts), trainer)
    return made


def _clauses(texts: Sequence[str]) -> Iterator[str]:
    for text in texts:
        yield from text.replace("。", "。\n").replace("，", "，\n").splitlines()


def main() -> None:
    """Train the tokenizer that is named."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", choices=("reader", "encoder"))
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--size", type=int, default=7_000)
    parser.add_argument("--documents", type=int, default=30_000)
    args = parser.parse_args()
    texts = documents(args.data)[: args.documents]
    args.out.mkdir(parents=True, exist_ok=True)
    if args.what == "encoder":
        words(texts, args.size).save(str(args.out / "tokenizer.json"))
        return
    names = {name.strip("[]").lower() + "_token": name for name in SPECIAL}
    made = PreTrainedTokenizerFast(tokenizer_object=characters(texts, args.size), **names)
    made.save_pretrained(args.out)


if __name__ == "__main__":
    main()
