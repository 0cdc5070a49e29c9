// A Worker that has no Lambda but the local one, and answers with what a function streams.
import { invokeStream, payloadStream } from "@lambda4fetch/lambda4fetch";
import { fromWebIdentity } from "@lambda4fetch/lambda4fetch/credentials";
import { lambdaHandler } from "@lambda4fetch/lambda4fetch/http";
import { localLambda } from "@lambda4fetch/lambda4fetch/local";

export default {
  async fetch(request) {
    const { config } = localLambda({
      page: () => new Response(`from ${typeof fromWebIdentity}`, { status: 201 }),
      async *story() {
        yield "Once upon a time";
      },
    });
    if (new URL(request.url).pathname === "/page") {
      return await lambdaHandler(config, { FunctionName: "page" })(request);
    }
    return new Response(
      payloadStream(await invokeStream(config, { FunctionName: "story" })),
    );
  },
};
