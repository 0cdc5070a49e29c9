/**
 * The Lambda function, as it is deployed on AWS: Node.js runtime, handler `function.handler`.
 *
 * @module
 */
/* global awslambda -- a global of Lambda's Node.js runtime */
import { tellStory } from "./story.mjs";

export const handler = awslambda.streamifyResponse(async (_event, stream) => {
  const response = awslambda.HttpResponseStream.from(stream, {
    statusCode: 200,
    headers: { "content-type": "text/plain; charset=utf-8" },
  });
  for await (const word of tellStory()) response.write(word);
  response.end();
});
