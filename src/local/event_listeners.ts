// deno-lint-ignore no-explicit-any
type Listener = (...args: any[]) => void;

interface Registration {
  readonly listener: Listener;
  readonly once: boolean;
}

/** As much of Node.js's `EventEmitter` as there is to listen to on a stream, for runtimes without one. */
export class EventListeners {
  readonly #registrations = new Map<string | symbol, readonly Registration[]>();
  #limit = 10;

  /** Calls `listener` at each event of this name. */
  on(name: string | symbol, listener: Listener): this {
    return this.#set(name, [...this.#of(name), { listener, once: false }]);
  }

  /** Calls `listener` at the next event of this name. */
  once(name: string | symbol, listener: Listener): this {
    return this.#set(name, [...this.#of(name), { listener, once: true }]);
  }

  /** As {@linkcode EventListeners.on}, before all others. */
  prependListener(name: string | symbol, listener: Listener): this {
    return this.#set(name, [{ listener, once: false }, ...this.#of(name)]);
  }

  /** As {@linkcode EventListeners.once}, before all others. */
  prependOnceListener(name: string | symbol, listener: Listener): this {
    return this.#set(name, [{ listener, once: true }, ...this.#of(name)]);
  }

  /** Takes back the latest registration of `listener`. */
  off(name: string | symbol, listener: Listener): this {
    const registrations = this.#of(name);
    const at = registrations.map((registration) => registration.listener).lastIndexOf(listener);
    return this.#set(name, registrations.filter((_, index) => index !== at));
  }

  /** The same as {@linkcode EventListeners.on}. */
  addListener(name: string | symbol, listener: Listener): this {
    return this.on(name, listener);
  }

  /** The same as {@linkcode EventListeners.off}. */
  removeListener(name: string | symbol, listener: Listener): this {
    return this.off(name, listener);
  }

  /** Takes back all registrations: of one name, or of every name. */
  removeAllListeners(name?: string | symbol): this {
    if (name === undefined) this.#registrations.clear();
    else this.#registrations.delete(name);
    return this;
  }

  /** Calls the listeners of this name; says whether there was one. */
  emit(name: string | symbol, ...args: unknown[]): boolean {
    const registrations = this.#of(name);
    for (const registration of registrations) {
      if (registration.once) this.#set(name, this.#of(name).filter((other) => other !== registration));
      registration.listener.apply(this, args);
    }
    return registrations.length > 0;
  }

  /** How many listeners a name has. */
  listenerCount(name: string | symbol): number {
    return this.#of(name).length;
  }

  /** The listeners of a name. */
  listeners(name: string | symbol): Listener[] {
    return this.#of(name).map(({ listener }) => listener);
  }

  /** The same as {@linkcode EventListeners.listeners}: nothing is wrapped here. */
  rawListeners(name: string | symbol): Listener[] {
    return this.listeners(name);
  }

  /** The names that have listeners. */
  eventNames(): (string | symbol)[] {
    return [...this.#registrations.keys()];
  }

  /** Is taken, and warns nobody. */
  setMaxListeners(limit: number): this {
    this.#limit = limit;
    return this;
  }

  /** What was set. */
  getMaxListeners(): number {
    return this.#limit;
  }

  #of(name: string | symbol): readonly Registration[] {
    return this.#registrations.get(name) ?? [];
  }

  #set(name: string | symbol, registrations: readonly Registration[]): this {
    if (registrations.length > 0) this.#registrations.set(name, registrations);
    else this.#registrations.delete(name);
    return this;
  }
}
