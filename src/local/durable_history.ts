/** Why something failed, as durable functions tell it; the wire's own members. */
export interface ErrorObject {
  readonly ErrorMessage?: string | undefined;
  readonly ErrorType?: string | undefined;
  readonly ErrorData?: string | undefined;
  readonly StackTrace?: readonly string[] | undefined;
}

/** Data that may be left out of an answer. */
type EventData = { readonly Payload: string | ErrorObject };

/** What is told of an event beside its type. */
export interface EventDetails {
  readonly Input?: EventData;
  readonly Result?: EventData;
  readonly Error?: EventData;
  readonly [member: string]: EventData | string | number | undefined;
}

/** Which operation an event is about. */
export interface EventSubject {
  readonly Id?: string;
  readonly SubType?: string;
}

/** An event as it was noted. */
interface NotedEvent {
  readonly type: string;
  readonly at: Date;
  readonly subject: EventSubject;
  readonly details: EventDetails;
}

/** What happened in an execution, in order. */
export class DurableHistory {
  readonly #events: NotedEvent[] = [];

  /** Notes an event. */
  add(type: string, at: Date, subject: EventSubject, details: EventDetails): void {
    this.#events.push({ type, at, subject, details });
  }

  /** The events as they go over the wire, from the oldest to the newest. */
  tell(withData: boolean): { readonly EventId: number }[] {
    return this.#events.map(({ type, at, subject, details }, index) => ({
      EventType: type,
      EventId: index + 1,
      ...subject,
      EventTimestamp: epochSeconds(at),
      [`${type}Details`]: withData ? details : withoutData(details),
    }));
  }
}

function withoutData({ Input, Result, Error, ...others }: EventDetails): object {
  return { ...others, ...(Input && { Input: {} }), ...(Result && { Result: {} }), ...(Error && { Error: {} }) };
}

/** A date as the wire has it. */
export function epochSeconds(date: Date): number {
  return date.getTime() / 1_000;
}
