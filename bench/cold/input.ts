/** Not AWS's: nobody can do anything with them. */
export const CREDENTIALS = {
  accessKeyId: "AKIDEXAMPLE",
  secretAccessKey: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY",
  sessionToken: "AQoDYXdzEPT//////////wEXAMPLE+token/with=odd+characters==",
};

/** What all sign for. */
export const REGION = "eu-central-1";

/** What all ask, with a body of 1 KB. */
export const INPUT = {
  FunctionName: "fn",
  Payload: new TextEncoder().encode(JSON.stringify({ text: "x".repeat(1_013) })),
};
