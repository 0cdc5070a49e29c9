/**
 * What the AWS SDK takes for throttling, whatever the status.
 *
 * @see {@link https://github.com/smithy-lang/smithy-typescript/blob/main/packages/service-error-classification/src/constants.ts}
 */
export const THROTTLING_CODES: readonly string[] = [
  "BandwidthLimitExceeded",
  "EC2ThrottledException",
  "LimitExceededException",
  "PriorRequestNotComplete",
  "ProvisionedThroughputExceededException",
  "RequestLimitExceeded",
  "RequestThrottled",
  "RequestThrottledException",
  "SlowDown",
  "ThrottledException",
  "Throttling",
  "ThrottlingException",
  "TooManyRequestsException",
  "TransactionInProgressException",
];
