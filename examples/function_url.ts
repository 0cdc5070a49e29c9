/**
 * A function URL of auth type `AWS_IAM` behind `Deno.serve`: each request is signed, whatever its client sends.
 *
 *     AWS_REGION=… AWS_ACCESS_KEY_ID=… AWS_SECRET_ACCESS_KEY=… FUNCTION_URL=https://… \
 *       deno run --allow-net --allow-env examples/function_url.ts
 *
 * @module
 */
import { fromEnv } from "@lambda4fetch/lambda4fetch";
import { functionUrlHandler } from "@lambda4fetch/lambda4fetch/http";

const functionUrl = Deno.env.get("FUNCTION_URL");
if (!functionUrl) throw new Error("FUNCTION_URL is missing: aws lambda get-function-url-config shows it");

Deno.serve(functionUrlHandler(fromEnv(), functionUrl));
