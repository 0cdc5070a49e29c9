/**
 * The function that writes the page, as it is deployed: Lambda's runtime has the global `awslambda`.
 *
 * @module
 */
import type { APIGatewayProxyEventV2 } from "aws-lambda";

export const handler = awslambda.streamifyResponse(async (event: APIGatewayProxyEventV2, responseStream) => {
  const stream = awslambda.HttpResponseStream.from(responseStream, {
    statusCode: 200,
    headers: { "content-type": "text/html; charset=utf-8" },
  });
  stream.write(`<p>You are at ${encodeURI(event.rawPath)}`);
  await new Promise((done) => setTimeout(done, 10));
  stream.write(", still");
  stream.end();
});
