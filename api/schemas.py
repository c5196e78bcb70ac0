"""What requests may say, checked at the door, and what responses say beside an Answer."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    StrictBool,
    StrictInt,
    StrictStr,
    model_validator,
)
from pydantic_core import PydanticCustomError

from api.problems import OWN_WORDS
from rag.retrieve import Filters
from rag.types import Article, Passage, Piece, Turn

LONGEST_QUESTION = 2000  # characters
LONGEST_TURN = 8000
MOST_TURNS = 50
MOST_DOCUMENTS = 100


def fault(sentence: str) -> PydanticCustomError:
    """Return a validation error that is told in these very words."""
    return PydanticCustomError(OWN_WORDS, "{sentence}", {"sentence": sentence})


def _whole(text: str) -> str:
    """Refuse what JSON can write and UTF-8 cannot: half of a surrogate pair."""
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise fault(f"The text has half a character at position {error.start}.") from error
    return text


def _asked(text: str) -> str:
    if not text.strip():
        raise fault(f"The question is empty: send 1 to {LONGEST_QUESTION:,} characters.")
    if len(text) > LONGEST_QUESTION:
        raise fault(
            f"The question has {len(text):,} characters: send at most {LONGEST_QUESTION:,}."
        )
    return text


Text = Annotated[StrictStr, AfterValidator(_whole)]
Question = Annotated[Text, AfterValidator(_asked)]
Short = Annotated[Text, Field(min_length=1, max_length=200)]


class Request(BaseModel):
    """A body whose every field is known."""

    model_config = ConfigDict(extra="forbid")


class Message(Request):
    """One earlier turn of a conversation."""

    role: Literal["user", "assistant"]
    content: Annotated[Text, Field(max_length=LONGEST_TURN)]

    def turn(self) -> Turn:
        """Return it as the pipeline knows it."""
        return Turn(self.role, self.content)


class Document(Request):
    """A text to answer from instead of the index."""

    id: Short
    text: Text


class FilterFields(Request):
    """What an answer may rest on; an empty field allows everything."""

    regions: list[Short] = Field(default=[], max_length=100)
    sources: list[Short] = Field(default=[], max_length=1000)
    published_from: date | None = None
    published_to: date | None = None

    def filters(self) -> Filters:
        """Return them as the pipeline knows them."""
        return Filters(
            regions=tuple(self.regions),
            sources=tuple(self.sources),
            published_from=self.published_from.isoformat() if self.published_from else None,
            published_to=self.published_to.isoformat() if self.published_to else None,
        )


class AnswerRequest(Request):
    """A question, with what was said before and where to look."""

    question: Question
    id: Annotated[Text, Field(max_length=200)] | None = None
    history: list[Message] = Field(default=[], max_length=MOST_TURNS)
    documents: list[Document] | None = Field(default=None, max_length=MOST_DOCUMENTS)
    filters: FilterFields | None = None
    stream: StrictBool = False

    @property
    def turns(self) -> tuple[Turn, ...]:
        """Return the earlier turns as the pipeline knows them."""
        return tuple(message.turn() for message in self.history)

    @property
    def texts(self) -> dict[str, str] | None:
        """Return the documents' texts by their ids, None where the index is to be asked."""
        if self.documents is None:
            return None
        return {document.id: document.text for document in self.documents}

    @model_validator(mode="after")
    def _one_place_to_look(self) -> AnswerRequest:
        if self.documents is None:
            return self
        if self.filters is not None:
            raise fault("Filters choose among indexed articles: send documents or filters.")
        if not self.documents:
            raise fault("The list 'documents' is empty: send at least one or leave it out.")
        if len({document.id for document in self.documents}) < len(self.documents):
            raise fault("Two documents have the same id: give each its own.")
        return self


class SearchRequest(Request):
    """A question whose passages are wanted."""

    question: Question
    k: Annotated[StrictInt, Field(ge=1, le=50)] = 10
    filters: FilterFields | None = None


class FeedbackRequest(Request):
    """What a person thought of an answer."""

    answer_id: Short
    thumb: Literal["up", "down"]
    comment: Annotated[Text, Field(max_length=2000)] | None = None


class TextPart(BaseModel):
    """One part of a chat message given in parts."""

    type: Literal["text"]
    text: Text


class ChatMessage(BaseModel):
    """A message as OpenAI's clients send it; what is not known of it is ignored."""

    role: Literal["system", "developer", "user", "assistant", "tool"]
    content: Text | list[TextPart] | None = None

    @property
    def text(self) -> str:
        """Return the content in one piece."""
        if isinstance(self.content, list):
            return "".join(part.text for part in self.content)
        return self.content or ""


class ChatRequest(BaseModel):
    """A chat as OpenAI's clients send it; sampling settings mean nothing here and are ignored."""

    messages: list[ChatMessage] = Field(min_length=1)
    model: StrictStr | None = None
    stream: StrictBool = False
    n: Literal[1] | None = None

    @model_validator(mode="after")
    def _ends_with_a_question(self) -> ChatRequest:
        if self.messages[-1].role != "user":
            raise fault("The last message is not the user's: end with the question.")
        _asked(self.question)
        return self

    @property
    def question(self) -> str:
        """Return what the last message asks."""
        return self.messages[-1].text

    def history(self) -> tuple[Turn, ...]:
        """Return the turns before it, the latest ones where there are many."""
        turns = [
            Turn("user" if message.role == "user" else "assistant", message.text[:LONGEST_TURN])
            for message in self.messages[:-1]
            if message.role in ("user", "assistant")
        ]
        return tuple(turns[-MOST_TURNS:])


class FoundPassage(BaseModel):
    """A passage with what each retriever gave it; ``spans`` count in the source file."""

    rank: int
    score: float
    scores: dict[str, float]
    source: str
    article_id: str
    article: str
    published: str | None
    spans: list[tuple[int, int]]
    text: str

    @classmethod
    def of(cls, passage: Passage) -> FoundPassage:
        """Return what the outside is told of a passage."""
        chunk, article = passage.chunk, passage.article
        return cls(
            rank=passage.rank,
            score=passage.score,
            scores=passage.scores,
            source=article.source,
            article_id=article.article_id,
            article=article.title,
            published=article.published,
            spans=[(span.start, span.end) for span in article.locate(chunk.start, chunk.end)],
            text=chunk.text,
        )


class FoundPassages(BaseModel):
    """What a search found, best first."""

    passages: list[FoundPassage]


class ArticleCard(BaseModel):
    """An article without its text; ``spans`` count in the source file, in reading order."""

    article_id: str
    source: str
    title: str
    byline: str | None
    published: str | None
    regions: list[str]
    characters: int
    spans: list[tuple[int, int]]

    @classmethod
    def of(cls, article: Article) -> Self:
        """Return what the outside is told of an article."""
        return cls(**_told(article))


class WholeArticle(ArticleCard):
    """An article with its text and the pieces that lead from page offsets to text offsets."""

    text: str
    pieces: list[Piece]

    @classmethod
    def of(cls, article: Article) -> Self:
        """Return an article with all that is needed to mark a quote in it."""
        return cls(**_told(article), text=article.text, pieces=list(article.pieces))


def _told(article: Article) -> dict[str, Any]:
    return {
        "article_id": article.article_id,
        "source": article.source,
        "title": article.title,
        "byline": article.byline,
        "published": article.published,
        "regions": list(article.regions),
        "characters": len(article.text),
        "spans": [(span.start, span.end) for span in article.spans],
    }


class ExampleList(BaseModel):
    """Questions to begin with."""

    questions: list[str]


class ArticleList(BaseModel):
    """One page of the list of articles."""

    total: int
    limit: int
    offset: int
    articles: list[ArticleCard]
