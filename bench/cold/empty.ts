/** Nothing: what the runtime itself takes. */
export function firstCall(): void {}
