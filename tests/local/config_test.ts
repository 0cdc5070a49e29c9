/**
 * The local Lambda's configurations: ranges and members of AWS's model, PUT and POST as api/API_PutFunctionEventInvokeConfig
 * and api/API_UpdateFunctionEventInvokeConfig tell them apart, the answer's form as dg/invocation-async-configuring.html
 * shows it.
 *
 * @module
 */
import { type LocalLambda, localLambda } from "../../src/local/mod.ts";
import { assertEquals } from "../support/assert.ts";
import { test } from "../support/harness.ts";

const ARN = "arn:aws:lambda:us-east-1:123456789012:function:f";
const ARN_G = "arn:aws:lambda:us-east-1:123456789012:function:g";
const CONFIG = "/2019-09-25/functions/f/event-invoke-config";
const RECURSION = "/2024-08-31/functions/f/recursion-config";

const make = () => {
  const time = { ms: 1_500 };
  const lambda = localLambda({ f: () => {}, "f:live": () => {}, "f:1": () => {}, g: () => {} }, {
    verify: false,
    now: () => new Date(time.ms),
  });
  return { lambda, time };
};

/** One request, as any client sends it. */
async function ask(lambda: LocalLambda, method: string, path: string, input?: unknown): Promise<[number, unknown]> {
  const response = await lambda.fetch(`http://localhost${path}`, {
    method,
    ...(input !== undefined && { body: JSON.stringify(input) }),
  });
  const text = await response.text();
  const answer = text && JSON.parse(text);
  return [response.status, response.ok ? answer : response.headers.get("x-amzn-errortype")];
}

const NO_DESTINATIONS = { OnSuccess: {}, OnFailure: {} };

test("an event-invoke-config lives as AWS documents it", async () => {
  const { lambda, time } = make();
  assertEquals(await ask(lambda, "GET", CONFIG), [404, "ResourceNotFoundException"]);
  assertEquals(await ask(lambda, "POST", CONFIG, { MaximumRetryAttempts: 1 }), [404, "ResourceNotFoundException"]);
  assertEquals(await ask(lambda, "DELETE", CONFIG), [404, "ResourceNotFoundException"]);
  assertEquals(await ask(lambda, "PUT", CONFIG, { MaximumRetryAttempts: 0, MaximumEventAgeInSeconds: 3_600 }), [200, {
    LastModified: 1.5,
    FunctionArn: `${ARN}:$LATEST`,
    MaximumRetryAttempts: 0,
    MaximumEventAgeInSeconds: 3_600,
    DestinationConfig: NO_DESTINATIONS,
  }]);
  time.ms = 2_250;
  const changed = {
    LastModified: 2.25,
    FunctionArn: `${ARN}:$LATEST`,
    MaximumRetryAttempts: 0,
    MaximumEventAgeInSeconds: 60,
    DestinationConfig: { OnSuccess: {}, OnFailure: { Destination: ARN_G } },
  };
  const change = { MaximumEventAgeInSeconds: 60, DestinationConfig: { OnFailure: { Destination: ARN_G } } };
  assertEquals(await ask(lambda, "POST", CONFIG, change), [200, changed], "POST keeps what is not given");
  assertEquals(await ask(lambda, "GET", CONFIG), [200, changed]);
  assertEquals(await ask(lambda, "PUT", CONFIG, { MaximumRetryAttempts: 2 }), [200, {
    LastModified: 2.25,
    FunctionArn: `${ARN}:$LATEST`,
    MaximumRetryAttempts: 2,
    DestinationConfig: NO_DESTINATIONS,
  }], "PUT does not");
  assertEquals(await ask(lambda, "DELETE", CONFIG), [204, ""]);
  assertEquals(await ask(lambda, "GET", CONFIG), [404, "ResourceNotFoundException"]);
});

/** Ranges and patterns of AWS's model are its validation's, types its parser's, and the rest is Lambda's own. */
const INVALID = "ValidationException";
const UNREADABLE = "SerializationException";
const WRONG = "InvalidParameterValueException";

for (
  const [what, error, input] of [
    ["nothing at all", WRONG, {}],
    ["no object", UNREADABLE, 7],
    ["3 retries", INVALID, { MaximumRetryAttempts: 3 }],
    ["-1 retries", INVALID, { MaximumRetryAttempts: -1 }],
    ["half a retry", UNREADABLE, { MaximumRetryAttempts: 0.5 }],
    ["text for a number", UNREADABLE, { MaximumRetryAttempts: "2" }],
    ["2 retries", undefined, { MaximumRetryAttempts: 2 }],
    ["an age of 59 s", INVALID, { MaximumEventAgeInSeconds: 59 }],
    ["an age of 60 s", undefined, { MaximumEventAgeInSeconds: 60 }],
    ["an age of 21,600 s", undefined, { MaximumEventAgeInSeconds: 21_600 }],
    ["an age of 21,601 s", INVALID, { MaximumEventAgeInSeconds: 21_601 }],
    ["a destination that is none", INVALID, { DestinationConfig: { OnFailure: { Destination: "nonsense" } } }],
    ["a destination that is too long", INVALID, {
      DestinationConfig: { OnFailure: { Destination: `arn:aws:sqs:us-east-1:123456789012:${"q".repeat(350)}` } },
    }],
    ["a destination that is no text", UNREADABLE, { DestinationConfig: { OnFailure: { Destination: 7 } } }],
    ["an unknown function", WRONG, { DestinationConfig: { OnFailure: { Destination: `${ARN}x` } } }],
    ["a queue", undefined, {
      DestinationConfig: { OnSuccess: { Destination: "arn:aws:sqs:us-east-1:123456789012:q" } },
    }],
    ["a Kafka topic", undefined, { DestinationConfig: { OnFailure: { Destination: "kafka://topic" } } }],
    ["a bucket for failures", undefined, { DestinationConfig: { OnFailure: { Destination: "arn:aws:s3:::bucket" } } }],
    ["a bucket for successes", WRONG, { DestinationConfig: { OnSuccess: { Destination: "arn:aws:s3:::bucket" } } }],
    ["no destination", undefined, { DestinationConfig: { OnSuccess: { Destination: "" } } }],
  ] as const
) {
  test(`an event-invoke-config ${error ? "refuses" : "takes"} ${what}`, async () => {
    const { lambda } = make();
    const [status, answer] = await ask(lambda, "PUT", CONFIG, input);
    assertEquals(status, error ? 400 : 200);
    if (error) assertEquals(answer, error);
  });
}

test("each qualifier has an event-invoke-config of its own, listed page by page", async () => {
  const { lambda } = make();
  for (const [n, qualifier] of ["", "?Qualifier=live", "?Qualifier=1"].entries()) {
    await ask(lambda, "PUT", CONFIG + qualifier, { MaximumRetryAttempts: n });
  }
  await ask(lambda, "PUT", "/2019-09-25/functions/g/event-invoke-config", { MaximumRetryAttempts: 0 });
  assertEquals((await ask(lambda, "GET", `${CONFIG}?Qualifier=live`))[1], {
    LastModified: 1.5,
    FunctionArn: `${ARN}:live`,
    MaximumRetryAttempts: 1,
    DestinationConfig: NO_DESTINATIONS,
  });
  assertEquals(await ask(lambda, "GET", `${CONFIG}?Qualifier=dev`), [404, "ResourceNotFoundException"]);

  const arns: string[] = [];
  const sizes: number[] = [];
  let marker: string | undefined;
  do {
    const query = `?MaxItems=2${marker ? `&Marker=${encodeURIComponent(marker)}` : ""}`;
    const [, page] = await ask(lambda, "GET", `${CONFIG}/list${query}`) as [number, {
      FunctionEventInvokeConfigs: { FunctionArn: string }[];
      NextMarker?: string;
    }];
    arns.push(...page.FunctionEventInvokeConfigs.map(({ FunctionArn }) => FunctionArn));
    sizes.push(page.FunctionEventInvokeConfigs.length);
    marker = page.NextMarker;
  } while (marker);
  assertEquals(arns, [`${ARN}:$LATEST`, `${ARN}:live`, `${ARN}:1`]);
  assertEquals(sizes, [2, 1]);
});

for (
  const [query, error] of [
    ["MaxItems=0", INVALID],
    ["MaxItems=51", INVALID],
    ["MaxItems=x", UNREADABLE],
    ["Marker=x", WRONG],
    ["Marker=!", WRONG],
  ] as const
) {
  test(`a list of event-invoke-configs refuses ${query}`, async () => {
    const { lambda } = make();
    assertEquals(await ask(lambda, "GET", `${CONFIG}/list?${query}`), [400, error]);
  });
}

test("a function without event-invoke-configs has an empty list, an unknown one none", async () => {
  const { lambda } = make();
  assertEquals(await ask(lambda, "GET", `${CONFIG}/list`), [200, { FunctionEventInvokeConfigs: [] }]);
  const unknown = CONFIG.replace("/f/", "/h/");
  assertEquals(await ask(lambda, "GET", `${unknown}/list`), [404, "ResourceNotFoundException"]);
  assertEquals(await ask(lambda, "PUT", unknown, { MaximumRetryAttempts: 1 }), [404, "ResourceNotFoundException"]);
});

test("a recursion config is Terminate until it is said otherwise", async () => {
  const { lambda } = make();
  assertEquals(await ask(lambda, "GET", RECURSION), [200, { RecursiveLoop: "Terminate" }]);
  assertEquals(await ask(lambda, "PUT", RECURSION, { RecursiveLoop: "Allow" }), [200, { RecursiveLoop: "Allow" }]);
  assertEquals(await ask(lambda, "GET", RECURSION), [200, { RecursiveLoop: "Allow" }]);
  assertEquals(await ask(lambda, "PUT", RECURSION, { RecursiveLoop: "Nope" }), [400, INVALID]);
  assertEquals(await ask(lambda, "PUT", RECURSION, {}), [400, INVALID]);
  assertEquals(await ask(lambda, "PUT", RECURSION, { RecursiveLoop: "Terminate" }), [200, {
    RecursiveLoop: "Terminate",
  }]);
  const other = RECURSION.replace("/f/", "/h/");
  assertEquals(await ask(lambda, "GET", other), [404, "ResourceNotFoundException"]);
  assertEquals(await ask(lambda, "PUT", other, { RecursiveLoop: "Allow" }), [404, "ResourceNotFoundException"]);
});

for (const name of ["f:live", "f:1", "f:$LATEST", "f:nope", `${ARN}:live`, "f.g", "f".repeat(141)]) {
  test(`a recursion config belongs to a function, not to ${name.slice(0, 60)}`, async () => {
    const { lambda } = make();
    const path = `/2024-08-31/functions/${encodeURIComponent(name)}/recursion-config`;
    assertEquals(await ask(lambda, "GET", path), [400, INVALID]);
    assertEquals(await ask(lambda, "PUT", path, { RecursiveLoop: "Allow" }), [400, INVALID]);
    assertEquals(await ask(lambda, "GET", RECURSION), [200, { RecursiveLoop: "Terminate" }]);
  });
}
