/**
 * Messages out of the test suites of AWS's own event-stream codecs, byte for byte (Apache-2.0, Copyright Amazon.com, Inc.
 * or its affiliates):
 *
 * - smithy-ts: smithy-lang/smithy-typescript@6815d3e96f3a, packages/eventstream-codec (test_vectors; of `smithy-ts-headers`
 *   the header blocks of HeaderMarshaller.spec.ts, put into frames)
 * - botocore: boto/botocore@0e6e2404b85d, tests/unit/test_eventstream.py
 * - crt: awslabs/aws-c-event-stream@d47b14c6ef0c, tests
 * - smithy-rs: smithy-lang/smithy-rs@56ee88c5c6ed, rust-runtime/aws-smithy-eventstream/test_data
 *
 * @module
 */
import type { EventStreamErrorCode, EventStreamHeader } from "../../mod.ts";

function base64(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(text), (char) => char.charCodeAt(0));
}

/** A message, and what it says. */
export interface GoodVector {
  readonly wire: Uint8Array<ArrayBuffer>;
  readonly headers: readonly (readonly [name: string, header: EventStreamHeader])[];
  readonly payload: string;
}

/** Messages that are well. */
export const GOOD: Readonly<Record<string, GoodVector>> = {
  "smithy-ts/all_headers": {
    wire: base64(
      "AAAAzAAAAK8PrmTKCmV2ZW50LXR5cGUEAACgDAxjb250ZW50LXR5cGUHABBhcHBsaWNhdGlvbi9qc29uCmJvb2wgZmFsc2UBCWJvb2wgdHJ1ZQAEYnl0ZQLPCGJ5dGUgYnVmBgAUSSdtIGEgbGl0dGxlIHRlYXBvdCEJdGltZXN0YW1wCAAAAAAAhF/tBWludDE2AwAqBWludDY0BQAAAAACh1eyBHV1aWQJAQIDBAUGBwgJCgsMDQ4PEHsnZm9vJzonYmFyJ32rpfEM",
    ),
    headers: [
      ["event-type", { type: "integer", value: 40_972 }],
      ["content-type", { type: "string", value: "application/json" }],
      ["bool false", { type: "boolean", value: false }],
      ["bool true", { type: "boolean", value: true }],
      ["byte", { type: "byte", value: -49 }],
      ["byte buf", { type: "binary", value: base64("SSdtIGEgbGl0dGxlIHRlYXBvdCE=") }],
      ["timestamp", { type: "timestamp", value: new Date(8_675_309) }],
      ["int16", { type: "short", value: 42 }],
      ["int64", { type: "long", value: 42_424_242n }],
      ["uuid", { type: "uuid", value: "01020304-0506-0708-090a-0b0c0d0e0f10" }],
    ],
    payload: "{'foo':'bar'}",
  },
  "smithy-ts/empty_message": {
    wire: base64("AAAAEAAAAAAFwkjrfZjI/w=="),
    headers: [],
    payload: "",
  },
  "smithy-ts/int32_header": {
    wire: base64("AAAALQAAABBBxCS4CmV2ZW50LXR5cGUEAACgDHsnZm9vJzonYmFyJ3029ICg"),
    headers: [
      ["event-type", { type: "integer", value: 40_972 }],
    ],
    payload: "{'foo':'bar'}",
  },
  "smithy-ts/payload_no_headers": {
    wire: base64("AAAAHQAAAAD9Uoxaeydmb28nOidiYXInfcNlOTY="),
    headers: [],
    payload: "{'foo':'bar'}",
  },
  "smithy-ts/payload_one_str_header": {
    wire: base64("AAAAPQAAACAH/YOWDGNvbnRlbnQtdHlwZQcAEGFwcGxpY2F0aW9uL2pzb257J2Zvbyc6J2Jhcid9jZwIsQ=="),
    headers: [
      ["content-type", { type: "string", value: "application/json" }],
    ],
    payload: "{'foo':'bar'}",
  },
  "smithy-ts-headers/string_headers": {
    wire: base64("AAAARwAAADZAS86pBPCfpoQHAC7Yr9iz2KrigIzZhtmI2LTYqtmH4oCM2YfYpyDZhtmF24zigIzYs9mI2LLZhtiveGqV2cU="),
    headers: [
      ["🦄", { type: "string", value: "دست‌نوشته‌ها نمی‌سوزند" }],
    ],
    payload: "x",
  },
  "smithy-ts-headers/a_sequence_of_headers": {
    wire: base64("AAAAOAAAACdReZlFBPCfpoQGAATerb7vBPCfj4cABPCfkI4HAAfimIPwn5KpBPCfkLQBeGez7Ms="),
    headers: [
      ["🦄", { type: "binary", value: base64("3q2+7w==") }],
      ["🏇", { type: "boolean", value: true }],
      ["🐎", { type: "string", value: "☃💩" }],
      ["🐴", { type: "boolean", value: false }],
    ],
    payload: "x",
  },
  "botocore/int8_header": {
    wire: base64("AAAAFwAAAAcphgFYBGJ5dGUC/8L4adw="),
    headers: [
      ["byte", { type: "byte", value: -1 }],
    ],
    payload: "",
  },
  "botocore/int16_header": {
    wire: base64("AAAAGQAAAAlxDpI+BXNob3J0A///sny2zA=="),
    headers: [
      ["short", { type: "short", value: -1 }],
    ],
    payload: "",
  },
  "botocore/int32_header": {
    wire: base64("AAAAHQAAAA2D4/DnB2ludGVnZXIE/////4uOEus="),
    headers: [
      ["integer", { type: "integer", value: -1 }],
    ],
    payload: "",
  },
  "botocore/int64_header": {
    wire: base64("AAAAHgAAAA5dStuNBGxvbmcF//////////9LwjLa"),
    headers: [
      ["long", { type: "long", value: -1n }],
    ],
    payload: "",
  },
  "botocore/all_headers_types": {
    wire: base64(
      "AAAAYgAAAFIDtcucATAAATEBATICAgEzAwADATQEAAAABAE1BQAAAAAAAAAFATYGAAVieXRlcwE3BwAEdXRmOAE4CAAAAAAAAAAIATkJMDEyMzQ1Njc4OWFiY2RlZmM1NnE=",
    ),
    headers: [
      ["0", { type: "boolean", value: true }],
      ["1", { type: "boolean", value: false }],
      ["2", { type: "byte", value: 2 }],
      ["3", { type: "short", value: 3 }],
      ["4", { type: "integer", value: 4 }],
      ["5", { type: "long", value: 5n }],
      ["6", { type: "binary", value: base64("Ynl0ZXM=") }],
      ["7", { type: "string", value: "utf8" }],
      ["8", { type: "timestamp", value: new Date(8) }],
      ["9", { type: "uuid", value: "30313233-3435-3637-3839-616263646566" }],
    ],
    payload: "",
  },
  "botocore/error_event_message": {
    wire: base64(
      "AAAAUgAAAEK/I2N+DTptZXNzYWdlLXR5cGUHAAVlcnJvcgs6ZXJyb3ItY29kZQcABGNvZGUOOmVycm9yLW1lc3NhZ2UHAAdtZXNzYWdla2zqPQ==",
    ),
    headers: [
      [":message-type", { type: "string", value: "error" }],
      [":error-code", { type: "string", value: "code" }],
      [":error-message", { type: "string", value: "message" }],
    ],
    payload: "",
  },
  "crt/empty_length_bytebuf_and_string_headers": {
    wire: base64("AAAAIgAAABItmtJFBGJ1ZmYGAAAGc3RyaW5nBwAAyEz4Uw=="),
    headers: [
      ["buff", { type: "binary", value: base64("") }],
      ["string", { type: "string", value: "" }],
    ],
    payload: "",
  },
  "crt/header_name_255_bytes": {
    wire: base64(
      "AAABEQAAAQGd4rMp/0FBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQQCdCTed",
    ),
    headers: [
      ["A".repeat(255), { type: "boolean", value: true }],
    ],
    payload: "",
  },
  "crt/serializer_int32_event_id": {
    wire: base64("AAAAKwAAAA40i+x7CGV2ZW50LWlkBAAAoAx7J2Zvbyc6J2Jhcid904kChQ=="),
    headers: [
      ["event-id", { type: "integer", value: 40_972 }],
    ],
    payload: "{'foo':'bar'}",
  },
  "smithy-rs/valid_with_all_headers_and_payload": {
    wire: base64(
      "AAAAlgAAAHqLtJX7BHRydWUABWZhbHNlAQRieXRlAjIFc2hvcnQDTiADaW50BAAHoSAEbG9uZwUAAAALpDt0AAVieXRlcwYACnNvbWUgYnl0ZXMDc3RyBwAIc29tZSBzdHIEdGltZQgAAAABKgXyAAR1dWlkCbebyRTeIU4TuLK8R+hbfwtzb21lIHBheWxvYWQBoFhg",
    ),
    headers: [
      ["true", { type: "boolean", value: true }],
      ["false", { type: "boolean", value: false }],
      ["byte", { type: "byte", value: 50 }],
      ["short", { type: "short", value: 20_000 }],
      ["int", { type: "integer", value: 500_000 }],
      ["long", { type: "long", value: 50_000_000_000n }],
      ["bytes", { type: "binary", value: base64("c29tZSBieXRlcw==") }],
      ["str", { type: "string", value: "some str" }],
      ["time", { type: "timestamp", value: new Date(5_000_000_000) }],
      ["uuid", { type: "uuid", value: "b79bc914-de21-4e13-b8b2-bc47e85b7f0b" }],
    ],
    payload: "some payload",
  },
};

/** A message that is not, and why. */
export interface BadVector {
  readonly wire: Uint8Array<ArrayBuffer>;
  readonly code: EventStreamErrorCode;
}

/** Messages that are not. */
export const BAD: Readonly<Record<string, BadVector>> = {
  "smithy-ts/corrupted_header_len": {
    wire: base64("AAAAPQAAACEH/YOWDGNvbnRlbnQtdHlwZQcAEGFwcGxpY2F0aW9uL2pzb257J2Zvbyc6J2Jhcid9jZwIsQ=="),
    code: "PRELUDE_CRC",
  },
  "smithy-ts/corrupted_headers": {
    wire: base64("AAAAPQAAACAH/YOWDGNvbnRlbnQtdHlwZQcAEGFwcGxpY2F0aW9uL2pzb257YWZvbyc6J2Jhcid9jZwIsQ=="),
    code: "MESSAGE_CRC",
  },
  "smithy-ts/corrupted_length": {
    wire: base64("AAAAPgAAACAH/YOWDGNvbnRlbnQtdHlwZQcAEGFwcGxpY2F0aW9uL2pzb257J2Zvbyc6J2Jhcid9jZwIsQ=="),
    code: "PRELUDE_CRC",
  },
  "smithy-ts/corrupted_payload": {
    wire: base64("AAAAHQAAAAD9UoxaWydmb28nOidiYXInfcNlOTY="),
    code: "MESSAGE_CRC",
  },
  "smithy-ts-headers/unrecognised_type_10": {
    wire: base64("AAAAFgAAAAZj4Rh+BPCfpoQKueuTug=="),
    code: "HEADERS",
  },
  "botocore/corrupted_length": {
    wire: base64("AQAAHQAAAAD9Uoxaeydmb28nOidiYXInfcNlOTY="),
    code: "PRELUDE_CRC",
  },
  "botocore/corrupted_payload": {
    wire: base64("AAAAHQAAAAD9Uoxaeydmb28nOidiYXInjcNlOTY="),
    code: "MESSAGE_CRC",
  },
  "botocore/corrupted_headers": {
    wire: base64("AAAAPQAAACAH/YOWDGNvbnRlbnQrdHlwZQcAEGFwcGxpY2F0aW9uL2pzb257J2Zvbyc6J2Jhcid9jZwIsQ=="),
    code: "MESSAGE_CRC",
  },
  "botocore/corrupted_header_length": {
    wire: base64("AAAAPf8AAQIH/YOWDGNvbnRlbnQtdHlwZQcAEGFwcGxpY2F0aW9uL2pzb257J2Zvbyc6J2Jhcid9jZwIsQ=="),
    code: "PRELUDE_CRC",
  },
  "botocore/duplicate_header": {
    wire: base64("AAAAJAAAABRLuYLQBHRlc3QEYXNkZgR0ZXN0BGFzZGbz9HVj"),
    code: "HEADERS",
  },
  "botocore/invalid_headers_length": {
    wire: base64("AAAAPf8AAQIVg/XCDGNvbnRlbnQtdHlwZQcAEGFwcGxpY2F0aW9uL2pzb257J2Zvbyc6J2Jhcid9Lzd/XQ=="),
    code: "LENGTH",
  },
  "crt/illegal_header_length_relationship_exact": {
    wire: base64("AAAAFAAAAAj+mWYZAAAAAAAAAAA="),
    code: "LENGTH",
  },
  "smithy-rs/invalid_prelude_checksum": {
    wire: base64(
      "AAAAlgAAAHrerb7vBHRydWUABWZhbHNlAQRieXRlAjIFc2hvcnQDTiADaW50BAAHoSAEbG9uZwUAAAALpDt0AAVieXRlcwYACnNvbWUgYnl0ZXMDc3RyBwAIc29tZSBzdHIEdGltZQgAAAABKgXyAAR1dWlkCbebyRTeIU4TuLK8R+hbfwtzb21lIHBheWxvYWQBoFhg",
    ),
    code: "PRELUDE_CRC",
  },
  "smithy-rs/invalid_message_checksum": {
    wire: base64(
      "AAAAlgAAAHqLtJX7BHRydWUABWZhbHNlAQRieXRlAjIFc2hvcnQDTiADaW50BAAHoSAEbG9uZwUAAAALpDt0AAVieXRlcwYACnNvbWUgYnl0ZXMDc3RyBwAIc29tZSBzdHIEdGltZQgAAAABKgXyAAR1dWlkCbebyRTeIU4TuLK8R+hbfwtzb21lIHBheWxvYWTerb7v",
    ),
    code: "MESSAGE_CRC",
  },
};
