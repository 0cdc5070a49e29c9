/** Statuses that `Response` takes no body for; 101 is one too, but no `Response` can have it. */
export const NULL_BODY: readonly number[] = [204, 205, 304];
