/** What a browser lets its page see of an answer: the list of AWS's answers. */
const EXPOSED = "x-amzn-requestid,x-amzn-errortype,x-amzn-errormessage,x-amz-executed-version,x-amz-function-error," +
  "x-amz-log-result,x-amz-durable-execution-arn,retry-after,date";

/** The answer to a browser that asks whether it may send a request from a page. */
export function answerPreflight(headers: Headers): Response {
  return new Response(null, {
    headers: {
      "access-control-allow-origin": "*",
      "access-control-allow-methods": "GET,POST,PUT,DELETE",
      "access-control-allow-headers": headers.get("access-control-request-headers") ?? "*",
      "access-control-max-age": "172800",
    },
  });
}

/** Lets pages of any origin read an answer, as AWS does. */
export function allowOrigins(response: Response): void {
  response.headers.set("access-control-allow-origin", "*");
  response.headers.set("access-control-expose-headers", EXPOSED);
}
