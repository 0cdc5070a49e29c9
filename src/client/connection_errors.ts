export function provesNothingWasSent(error: unknown, _options: { readonly mayHaveBeenResent: boolean }): boolean {
  const { cause } = error as { cause?: { code?: string; syscall?: string } };
  return cause?.syscall === "connect" || cause?.code === "ENOTFOUND";
}
