export function provesNothingWasSent(
  error: unknown,
  _request: { readonly url: string; readonly mayHaveBeenResent: boolean },
): boolean {
  const { cause } = error as { cause?: { code?: string; syscall?: string } };
  return cause?.syscall === "connect" || cause?.code === "ENOTFOUND";
}
