import { readId } from "../../src/protocol/read_id.ts";
import { redactor } from "../../src/base/redact.ts";
import { assertEquals } from "../support/assert.ts";
import { test } from "../support/harness.ts";

const SECRET = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
const NAMES = ["x-amzn-requestid", "x-amz-request-id"];
const redact = redactor([SECRET]);

/** Ids as Lambda, S3, an API gateway and other Lambdas have them. */
const IDS = [
  "c6af9ac6-7b61-11e6-9a41-93e8deadbeef",
  "C6AF9AC6-7B61-11E6-9A41-93E8DEADBEEF",
  "79104EXAMPLEB723",
  "IOWQ4fDEXAMPLEQM+ey7N9WgVhSnQ6JEXAMPLEZb7hSQDASK+Jd1vEXAMPLEa3Km",
  "Root=1-67891233-abcdef012345678912345678",
  "request-1",
];

for (const id of IDS) {
  test(`readId() reads ${id}`, () => assertEquals(readId(new Headers({ "x-amzn-requestid": id }), NAMES, redact), id));
}

const NO_IDS = [
  "",
  "two words",
  "a,b",
  "<b>",
  "é",
  "x".repeat(129),
  SECRET,
  `id-${SECRET}`,
  btoa(SECRET),
  SECRET.slice(0, 30),
];

for (const id of NO_IDS) {
  test(`readId() does not read ${id.slice(0, 50)}`, () => {
    assertEquals(readId(new Headers({ "x-amzn-requestid": id }), NAMES, redact), undefined);
  });
}

test("readId() takes the first header that has an id", () => {
  const read = (headers: Record<string, string>) => readId(new Headers(headers), NAMES, redact);
  assertEquals(read({ "x-amzn-requestid": "a", "x-amz-request-id": "b" }), "a");
  assertEquals(read({ "x-amzn-requestid": SECRET, "x-amz-request-id": "b" }), "b");
  assertEquals(read({}), undefined);
});

test("readId() asks for no redactor where the id is a UUID", () => {
  const id = IDS[0]!;
  const never = () => {
    throw new Error("asked");
  };
  assertEquals(readId(new Headers({ "x-amzn-requestid": id }), NAMES, never), id);
});
