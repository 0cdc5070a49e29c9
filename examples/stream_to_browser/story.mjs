/** What is told: a story in words, each a token. */
const STORY =
  `Once upon a time, at the very edge of the network, there lived a small worker. She was quick, but she could \
not remember anything, and so she carried every question she was asked to an old storyteller, far away behind the clouds.

The storyteller knew a great deal, but he spoke slowly, one word after the other. “Wait until he has finished,” said the \
others, “then bring back the whole story.” But the people at the edge of the network grew tired of waiting, and many of \
them went away before it came.

So one day the worker opened a stream. Every word that fell from the storyteller’s lips ran down it at once, and the \
people heard the beginning before he knew the end. And whenever one of them had heard enough, and left, the stream told \
him so, and he fell silent, and saved his breath for the next.

And if nobody has pressed stop, they are streaming still.`;

/** Tells the story word by word, as a language model would. */
export async function* tellStory(pauseMs = 40) {
  for (const [word] of STORY.matchAll(/\S+\s*/g)) {
    await new Promise((done) => setTimeout(done, pauseMs));
    yield word;
  }
}
