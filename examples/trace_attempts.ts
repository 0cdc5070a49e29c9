/**
 * OpenTelemetry spans, one for each attempt: pass what this makes as `onAttempt` of a config.
 *
 * The names of the attributes are OpenTelemetry's own.
 *
 * @module
 * @see {@link https://opentelemetry.io/docs/specs/semconv/faas/aws-lambda/}
 */
import { isLambdaError, type LambdaConfig } from "@lambda4fetch/lambda4fetch";
import { SpanKind, SpanStatusCode, type Tracer } from "@opentelemetry/api";

/** Makes a hook that writes a span for each attempt. */
export function traceAttempts(tracer: Tracer, region: string): NonNullable<LambdaConfig["onAttempt"]> {
  return ({ operation, functionName, attempt, httpStatusCode, requestId, error, duration, retryDelay }) => {
    const endTime = Date.now();
    const span = tracer.startSpan(`Lambda/${operation}`, {
      kind: SpanKind.CLIENT,
      startTime: endTime - duration,
      attributes: {
        "rpc.system": "aws-api",
        "rpc.service": "Lambda",
        "rpc.method": operation,
        "cloud.region": region,
        "http.request.resend_count": attempt - 1,
        ...(functionName !== undefined && { "faas.invoked_name": functionName }),
        ...(httpStatusCode !== undefined && { "http.response.status_code": httpStatusCode }),
        ...(requestId !== undefined && { "aws.request_id": requestId }),
        ...(retryDelay !== undefined && { "lambda4fetch.retry_delay": retryDelay }),
      },
    });
    if (error !== undefined) {
      span.setStatus({ code: SpanStatusCode.ERROR, message: error instanceof Error ? error.message : String(error) });
      span.setAttribute("error.type", isLambdaError(error) ? error.name : "abort");
    }
    span.end(endTime);
  };
}
