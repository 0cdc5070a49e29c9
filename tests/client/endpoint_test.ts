import { invoke, type LambdaConfig, lambdaEndpoint } from "../../mod.ts";
import { assertEquals, assertFalse, assertRejects, assertStringIncludes, assertThrows } from "../support/assert.ts";
import { always } from "../support/calls.ts";
import { test } from "../support/harness.ts";
import { freshRegion } from "../support/stubs.ts";

/** AWS's partitions (partitions.json of the AWS SDKs): both suffixes, and regions. */
const PARTITIONS: Readonly<Record<string, readonly [dns: string, dualstack: string, ...regions: string[]]>> = {
  "aws": [
    "amazonaws.com",
    "api.aws",
    ...["us-east-1", "us-east-2", "us-west-1", "us-west-2", "eu-central-1", "eu-central-2", "eu-west-3", "eu-north-1"],
    ...["eu-south-2", "ap-northeast-1", "ap-southeast-7", "ap-south-2", "ap-east-2", "sa-east-1", "ca-central-1"],
    ...["ca-west-1", "me-central-1", "me-south-1", "af-south-1", "il-central-1", "mx-central-1"],
    // Of no partition, so of this one.
    ...["local", "xx-nowhere-9", "us-gov", "test", "a", "1", "x".repeat(63)],
  ],
  "aws-cn": ["amazonaws.com.cn", "api.amazonwebservices.com.cn", "cn-north-1", "cn-northwest-1"],
  "aws-eusc": ["amazonaws.eu", "api.amazonwebservices.eu", "eusc-de-east-1"],
  "aws-iso": ["c2s.ic.gov", "api.aws.ic.gov", "us-iso-east-1", "us-iso-west-1"],
  "aws-iso-b": ["sc2s.sgov.gov", "api.aws.scloud", "us-isob-east-1", "us-isob-west-1"],
  "aws-iso-e": ["cloud.adc-e.uk", "api.cloud-aws.adc-e.uk", "eu-isoe-west-1"],
  "aws-iso-f": ["csp.hci.ic.gov", "api.aws.hci.ic.gov", "us-isof-east-1", "us-isof-south-1"],
  "aws-us-gov": ["amazonaws.com", "api.aws", "us-gov-west-1", "us-gov-east-1"],
};

for (const [partition, [dns, dualstack, ...regions]] of Object.entries(PARTITIONS)) {
  test(`lambdaEndpoint() knows ${partition}, with FIPS and dual stack`, async () => {
    for (const region of regions) {
      assertEquals(lambdaEndpoint(region), `https://lambda.${region}.${dns}`);
      for (const none of [undefined, false]) {
        assertEquals(lambdaEndpoint(region, { fips: none, dualstack: none }), `https://lambda.${region}.${dns}`);
        assertEquals(lambdaEndpoint(region, { fips: true, dualstack: none }), `https://lambda-fips.${region}.${dns}`);
        assertEquals(lambdaEndpoint(region, { fips: none, dualstack: true }), `https://lambda.${region}.${dualstack}`);
      }
      assertEquals(
        lambdaEndpoint(region, { fips: true, dualstack: true }),
        `https://lambda-fips.${region}.${dualstack}`,
      );
    }
    const region = regions[0]!;
    assertEquals(await originOf({ region, useFipsEndpoint: true }), `https://lambda-fips.${region}.${dns}`);
    assertEquals(await originOf({ region, useDualstackEndpoint: true }), `https://lambda.${region}.${dualstack}`);
    assertEquals(
      await originOf({ region, useDualstackEndpoint: true, useFipsEndpoint: true }),
      `https://lambda-fips.${region}.${dualstack}`,
    );
    assertEquals(await originOf({ region, useDualstackEndpoint: false }), `https://lambda.${region}.${dns}`);
  });
}

async function originOf(more: Partial<LambdaConfig>): Promise<string> {
  return new URL(await urlOf(more)).origin;
}

/** The URL that a call goes to. */
async function urlOf(more: Partial<LambdaConfig>): Promise<string> {
  const { config } = always(() => new Response());
  let url = "";
  const fetch = ((input) => {
    url = String(input);
    return Promise.resolve(new Response());
  }) as typeof globalThis.fetch;
  await invoke({ ...config, fetch, ...more }, { FunctionName: "fn" });
  return url;
}

test("A region in capitals is in small letters, in the host and in the signature", async () => {
  assertEquals(lambdaEndpoint("EU-West-1"), "https://lambda.eu-west-1.amazonaws.com");
  assertEquals(lambdaEndpoint("CN-North-1"), "https://lambda.cn-north-1.amazonaws.com.cn");
  const { config, sent } = always(() => new Response());
  await invoke({ ...config, region: "EU-West-1" }, { FunctionName: "fn" });
  assertStringIncludes(sent[0]!.headers.get("authorization")!, "/eu-west-1/lambda/aws4_request");
});

/** Regions that ask for FIPS as in the AWS SDKs, and what they are signed for. */
const FIPS_REGIONS: Readonly<Record<string, readonly [host: string, region: string]>> = {
  "fips-us-east-1": ["lambda-fips.us-east-1.amazonaws.com", "us-east-1"],
  "us-gov-west-1-fips": ["lambda-fips.us-gov-west-1.amazonaws.com", "us-gov-west-1"],
  "FIPS-CA-Central-1": ["lambda-fips.ca-central-1.amazonaws.com", "ca-central-1"],
  "fips-aws-global": ["lambda-fips.us-east-1.amazonaws.com", "us-east-1"],
  "aws-fips": ["lambda-fips.us-east-1.amazonaws.com", "us-east-1"],
};

for (const [given, [host, region]] of Object.entries(FIPS_REGIONS)) {
  test(`The region ${given} asks for FIPS`, async () => {
    const { config, sent } = always(() => new Response());
    let url = "";
    const fetch = (input: string, init: RequestInit) => {
      url = input;
      return config.fetch!(input, init);
    };
    await invoke({ ...config, fetch, region: given }, { FunctionName: "fn" });
    assertEquals(new URL(url).host, host);
    assertStringIncludes(sent[0]!.headers.get("authorization")!, `/${region}/lambda/aws4_request`);
  });
}

test("A region that is called like a member of every object is nothing special", () => {
  for (const name of ["constructor", "toString", "constructor-east-1"]) {
    assertEquals(lambdaEndpoint(name), `https://lambda.${name.toLowerCase()}.amazonaws.com`);
  }
});

test("A pseudo region belongs to its partition", () => {
  assertEquals(lambdaEndpoint("aws-global"), "https://lambda.aws-global.amazonaws.com");
  assertEquals(lambdaEndpoint("aws-cn-global"), "https://lambda.aws-cn-global.amazonaws.com.cn");
  assertEquals(lambdaEndpoint("aws-iso-global"), "https://lambda.aws-iso-global.c2s.ic.gov");
  assertEquals(lambdaEndpoint("aws-iso-b-global"), "https://lambda.aws-iso-b-global.sc2s.sgov.gov");
  assertEquals(lambdaEndpoint("aws-iso-e-global"), "https://lambda.aws-iso-e-global.cloud.adc-e.uk");
  assertEquals(lambdaEndpoint("aws-iso-f-global"), "https://lambda.aws-iso-f-global.csp.hci.ic.gov");
  assertEquals(lambdaEndpoint("aws-us-gov-global"), "https://lambda.aws-us-gov-global.amazonaws.com");
});

/** No host labels. */
const BAD_REGIONS = [
  ...[
    "",
    "-",
    "-a",
    "a-",
    "us-east-1-",
    "x".repeat(64),
    "a.b",
    "a_b",
    "a b",
    " us-east-1",
    "us-east-1 ",
    "us-east-1\n",
  ],
  ...["a/b", "a@b", "a:1", "a?b", "a#b", "a%20b", "é", "us-east-1.evil.example/", "\u212a", "a\\b", "a\u0000b"],
];

test("A region that is no host label is refused, and shown", async () => {
  for (const region of BAD_REGIONS) {
    const error = assertThrows(() => lambdaEndpoint(region), TypeError);
    assertStringIncludes(error.message, "region");
    assertStringIncludes(error.message, JSON.stringify(region));
    const { config, sent } = always(() => new Response());
    for (const endpoint of [undefined, "https://vpce.example"]) {
      await assertRejects(() => invoke({ ...config, region, endpoint }, { FunctionName: "fn" }), TypeError, "region");
    }
    assertEquals(sent.length, 0);
  }
});

test("A region that is no text is refused", async () => {
  for (const region of [undefined, null, 5, {}, true] as unknown as string[]) {
    assertThrows(() => lambdaEndpoint(region), TypeError, "region");
    const { config, sent } = always(() => new Response());
    await assertRejects(() => invoke({ ...config, region }, { FunctionName: "fn" }), TypeError, "region");
    assertEquals(sent.length, 0);
  }
});

const CALL = "/2015-03-31/functions/fn/invocations";

/** Endpoints, and the URL that a call to them has. */
const ENDPOINTS: Readonly<Record<string, string>> = {
  "https://h.example": `https://h.example${CALL}`,
  "https://h.example/": `https://h.example${CALL}`,
  "https://h.example//": `https://h.example${CALL}`,
  "https://h.example/base": `https://h.example/base${CALL}`,
  "https://h.example/base/": `https://h.example/base${CALL}`,
  "https://h.example/a/b%20c/d": `https://h.example/a/b%20c/d${CALL}`,
  "https://h.example/a b": `https://h.example/a%20b${CALL}`,
  "https://h.example//a///b//": `https://h.example/a/b${CALL}`,
  "https://h.example/a@b": `https://h.example/a@b${CALL}`,
  "https://h.example:8443": `https://h.example:8443${CALL}`,
  "https://h.example:443": `https://h.example${CALL}`,
  "HTTPS://H.Example": `https://h.example${CALL}`,
  "https://[2001:db8::1]:8443/x": `https://[2001:db8::1]:8443/x${CALL}`,
  "http://localhost:9000": `http://localhost:9000${CALL}`,
  "http://localhost": `http://localhost${CALL}`,
  "http://127.0.0.1:9000/2015": `http://127.0.0.1:9000/2015${CALL}`,
  "http://127.255.255.254": `http://127.255.255.254${CALL}`,
  "http://127.1": `http://127.0.0.1${CALL}`,
  "http://[::1]:9000": `http://[::1]:9000${CALL}`,
  "http://[0:0:0:0:0:0:0:1]": `http://[::1]${CALL}`,
};

for (const [endpoint, url] of Object.entries(ENDPOINTS)) {
  test(`endpoint ${endpoint} is called as ${url.replace(CALL, "")}`, async () => {
    assertEquals(await urlOf({ endpoint }), url);
  });
}

test("endpoint null or undefined is the region's own", async () => {
  for (const endpoint of [undefined, null as unknown as undefined]) {
    assertEquals(await urlOf({ region: "eu-west-1", endpoint }), `https://lambda.eu-west-1.amazonaws.com${CALL}`);
  }
});

/** `http:` that may leave this machine. */
const INSECURE = [
  ...["http://h.example", "http://10.0.0.1", "http://128.0.0.1", "http://0.0.0.0:9000", "http://169.254.170.2"],
  ...["http://localhost.example", "http://127.0.0.1.example", "http://xlocalhost", "http://localhost.localdomain"],
  ...["http://[::2]", "http://[::ffff:127.0.0.1]", "http://[2001:db8::1]", "http://host.docker.internal:9000"],
  ...["http://127-0-0-1.example", "http://evil.example/http://localhost/"],
];

for (const endpoint of INSECURE) {
  test(`endpoint ${endpoint} needs allowInsecureEndpoint`, async () => {
    const { config, sent } = always(() => new Response());
    for (const allowInsecureEndpoint of [undefined, false]) {
      const call = () => invoke({ ...config, endpoint, allowInsecureEndpoint }, { FunctionName: "fn" });
      const { message } = await assertRejects(call, TypeError);
      assertStringIncludes(message, new URL(endpoint).host);
      assertStringIncludes(message, "allowInsecureEndpoint: true");
    }
    assertEquals(sent.length, 0);
    await invoke({ ...config, endpoint, allowInsecureEndpoint: true }, { FunctionName: "fn" });
    assertEquals(sent.length, 1);
    // What was allowed once is not allowed to others.
    await assertRejects(() => invoke({ ...config, endpoint }, { FunctionName: "fn" }), TypeError, "endpoint");
  });
}

/** No endpoints at all. */
const BAD_ENDPOINTS = ["", "h.example", "/base", "//h.example", "https://", "https://h.example:99999"];

test("An endpoint that is no URL is refused", async () => {
  for (const endpoint of BAD_ENDPOINTS) {
    for (const allowInsecureEndpoint of [false, true]) {
      const { config, sent } = always(() => new Response());
      const call = () => invoke({ ...config, endpoint, allowInsecureEndpoint }, { FunctionName: "fn" });
      const error = await assertRejects(call, TypeError);
      assertStringIncludes(error.message, "endpoint must be a URL that starts with https:// or http://");
      assertEquals(sent.length, 0);
    }
  }
});

test("An endpoint with a query or a fragment is refused: the request would go elsewhere, and may be signed for it", async () => {
  for (
    const endpoint of ["https://h.example?a=hunter2", "https://h.example/base/?a=1#b", "https://h.example#hunter2"]
  ) {
    const { config, sent } = always(() => new Response());
    const error = await assertRejects(() => invoke({ ...config, endpoint }, { FunctionName: "fn" }), TypeError);
    assertStringIncludes(error.message, "endpoint must be a URL without query and fragment");
    assertFalse(error.message.includes("hunter2"));
    assertEquals(sent.length, 0);
  }
});

test("A host and port alone are told as what they lack", async () => {
  const { config } = always(() => new Response());
  const call = () => invoke({ ...config, endpoint: "localhost:9000" }, { FunctionName: "fn" });
  assertStringIncludes((await assertRejects(call, TypeError)).message, "write http://localhost:9000");
});

test("An endpoint of another scheme is refused", async () => {
  for (const endpoint of ["ftp://h.example", "file:///etc/passwd", "data:text/plain,x", "localhost:9000"]) {
    const { config, sent } = always(() => new Response());
    await assertRejects(() => invoke({ ...config, endpoint }, { FunctionName: "fn" }), TypeError, "endpoint");
    assertEquals(sent.length, 0);
  }
});

test("An endpoint that is no text is refused", async () => {
  for (const endpoint of [5, true, {}] as unknown as string[]) {
    const { config, sent } = always(() => new Response());
    await assertRejects(() => invoke({ ...config, endpoint }, { FunctionName: "fn" }), TypeError, "endpoint");
    assertEquals(sent.length, 0);
  }
});

/** Users and passwords, also where the user is called as the host is, or where a URL is written oddly. */
const WITH_USER = [
  "https://hunter2@h.example/base",
  "https://user:hunter2@h.example",
  "https://:hunter2@h.example",
  "https://h.example:hunter2@h.example/base",
  "https://h.example@h.example",
  "https://user:hunter2@h.example:8443/a@b",
  "https://us@er:hun@ter2@h.example",
  "https:user:hunter2@h.example",
  "https:\\\\user:hunter2@h.example",
  "https://user:hun\nter2@h.example",
  "https://user:hunter2/h@h.example:x",
  "http://user:hunter2@localhost:9000",
  "http://localhost:hunter2@localhost",
];

for (const [n, endpoint] of WITH_USER.entries()) {
  test(`endpoint with a user is refused, and the user not shown, ${n + 1}`, async () => {
    for (const allowInsecureEndpoint of [false, true]) {
      const { config, sent } = always(() => new Response());
      const call = () => invoke({ ...config, endpoint, allowInsecureEndpoint }, { FunctionName: "fn" });
      const error = await assertRejects(call, TypeError, "endpoint");
      for (const part of ["hunter2", "hun@ter2", "hun", "ter2"]) {
        assertFalse(error.message.includes(part), error.message);
      }
      assertEquals(sent.length, 0);
    }
  });
}

test("FIPS and dual stack are refused beside an endpoint", async () => {
  for (const more of [{ useFipsEndpoint: true }, { useDualstackEndpoint: true }]) {
    const { config, sent } = always(() => new Response());
    const endpoint = "https://vpce.example";
    const call = () => invoke({ ...config, endpoint, ...more }, { FunctionName: "fn" });
    assertStringIncludes((await assertRejects(call, TypeError)).message, "endpoint");
    assertEquals(sent.length, 0);
    await invoke({ ...config, endpoint, useFipsEndpoint: false, useDualstackEndpoint: false }, { FunctionName: "fn" });
    assertEquals(sent.length, 1);
  }
});

test("Hundreds of endpoints in turn are each called as they are", async () => {
  for (let n = 0; n < 200; n++) {
    const region = freshRegion();
    assertEquals(await originOf({ region }), `https://lambda.${region}.amazonaws.com`);
  }
});
