"""A language model of a hundred thousand weights in Qwen3's architecture, made in half a minute.

It has a tokenizer of single characters, a chat template in ChatML and one skill: to copy a passage
of one sentence and set its marker. It copies by place, so a page must have the layout of ``page``.
Words and figures are free: those of the tests were never seen in training.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from tokenizers import Regex, Tokenizer, decoders, pre_tokenizers
from tokenizers.models import WordLevel
from transformers import PreTrainedTokenizerFast, Qwen3Config, Qwen3ForCausalLM

from rag.prompt import RULES

STEPS, BATCH, RATE = 200, 8, 8e-3
CHARACTERS = (
    "吴江姑苏虎丘相城工业园常熟张家港昆山太仓崇川海门如皋启东通州区县市今年将新增学位个改造老旧小户"
    "0123456789多少，。、：；《》（）[]〔〕＜＞|-?？…段落问题\n"
)
TEMPLATE = (
    "{%- for message in messages %}"
    "{{ '<|im_start|>' + message.role + '\n' + message.content + '<|im_end|>\n' }}"
    "{%- endfor %}"
    "{%- if add_generation_prompt %}{{ '<|im_start|>assistant\n' }}{%- endif %}"
)


def page(district: str, places: int, yards: int) -> str:
    """Return a page of the one layout: a district of three letters, four digits and two."""
    return f"今年{district}将新增学位{places}个，改造老旧小区{yards}个。"


def question(district: str) -> str:
    return f"{district}今年新增学位多少个？"


def write(folder: Path) -> Path:
    """Train the model, the same each time, and save it with its tokenizer; return the folder."""
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    with torch.random.fork_rng():
        torch.manual_seed(0)
        lesson = Lesson(random.Random(0), tokenizer())
        model = Qwen3ForCausalLM(config(len(lesson.tokenizer)))
        train(model, lesson)
    torch.set_num_threads(before)
    model.save_pretrained(folder)
    lesson.tokenizer.save_pretrained(folder)
    return folder


def tokenizer() -> Any:  # noqa: ANN401 - transformers is not typed
    special = ["<unk>", "<|im_start|>", "<|im_end|>"]
    characters = sorted({*CHARACTERS, *RULES, *"systemuserassistant"})
    words = {word: number for number, word in enumerate([*special, *characters])}
    bare = Tokenizer(WordLevel(words, unk_token="<unk>"))
    bare.pre_tokenizer = pre_tokenizers.Split(Regex(r"[\s\S]"), "isolated")
    bare.decoder = decoders.Fuse()
    whole = PreTrainedTokenizerFast(
        tokenizer_object=bare,
        unk_token="<unk>",
        bos_token="<|im_start|>",
        eos_token="<|im_end|>",
        pad_token="<|im_end|>",
        clean_up_tokenization_spaces=False,
    )
    whole.chat_template = TEMPLATE
    return whole


def config(words: int) -> Qwen3Config:
    return Qwen3Config(
        vocab_size=words,
        hidden_size=64,
        intermediate_size=128,
        num_hidden_layers=2,
        num_attention_heads=2,
        num_key_value_heads=2,
        head_dim=64,
        max_position_embeddings=1024,
        tie_word_embeddings=True,
        bos_token_id=1,
        eos_token_id=2,
        pad_token_id=2,
    )


@dataclass(frozen=True)
class Lesson:
    """Prompts as ``rag.prompt`` writes them, with the answer to copy."""

    dice: random.Random
    tokenizer: Any

    def example(self) -> tuple[list[int], list[int]]:
        """Return the tokens of a prompt and of its answer; all prompts are equally long."""
        letters = [c for c in CHARACTERS if "\u4e00" <= c <= "\u9fff"]
        district = "".join(self.dice.choices(letters, k=2)) + "区"
        text = page(district, self.dice.randint(1000, 9999), self.dice.randint(10, 99))
        if self.dice.random() < 0.5:  # any other words of that length
            text = "".join(self.dice.choices([*letters, *"0123456789"], k=len(text) - 1)) + "。"
        asked = question(district).replace("？", "?")
        told = f"段落：\n[1] 《{text[:-1]}》\n{text}\n\n问题：{asked}"
        turns = [{"role": "system", "content": RULES}, {"role": "user", "content": told}]
        prompt = self.tokenizer.apply_chat_template(
            turns, add_generation_prompt=True, tokenize=False
        )
        return self._ids(prompt), self._ids(f"{text[:-1]}[1]。<|im_end|>")

    def _ids(self, text: str) -> list[int]:
        ids: list[int] = self.tokenizer(text, add_special_tokens=False).input_ids
        return ids


def train(model: Any, lesson: Lesson) -> float:  # noqa: ANN401 - transformers is not typed
    """Train on the answers alone; return the last loss."""
    optimizer = torch.optim.AdamW(model.parameters(), lr=RATE, betas=(0.9, 0.98), weight_decay=0.0)
    loss = torch.tensor(0.0)
    for step in range(STEPS):
        for group in optimizer.param_groups:
            group["lr"] = RATE * min(1.0, (step + 1) / 20) * max(0.05, 1 - step / STEPS)
        examples = [lesson.example() for _ in range(BATCH)]
        ids = torch.tensor([prompt + answer for prompt, answer in examples])
        labels = ids.clone()
        labels[:, : len(examples[0][0])] = -100
        loss = model(input_ids=ids, labels=labels).loss
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
    model.eval()
    return float(loss.detach())
