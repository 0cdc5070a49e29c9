import { AwsError, invalidParameter } from "./aws_error.ts";
import { checkInteger, checkText, DESTINATION, unserializable } from "./constraints.ts";
import type { FunctionRegistry, Target } from "./function_registry.ts";
import { pageOf } from "./paging.ts";

/** What becomes of the events of a function, version or alias; AWS's own members. */
export interface EventInvokeConfig {
  /** Seconds since 1970, as on the wire. */
  readonly LastModified: number;
  readonly FunctionArn: string;
  readonly MaximumRetryAttempts?: number;
  readonly MaximumEventAgeInSeconds?: number;
  readonly DestinationConfig: DestinationConfig;
}

/** Where an event's record goes. */
export interface DestinationConfig {
  readonly OnSuccess: { readonly Destination?: string };
  readonly OnFailure: { readonly Destination?: string };
}

/** What is kept of each request: its settings, checked. */
type Settings = Omit<EventInvokeConfig, "LastModified" | "FunctionArn">;

/** The configs for asynchronous invocation: one for each function, version and alias. */
export class EventInvokeConfigs {
  readonly #registry: FunctionRegistry;
  readonly #now: () => Date;
  readonly #configs = new Map<string, EventInvokeConfig>();

  constructor(registry: FunctionRegistry, now: () => Date) {
    this.#registry = registry;
    this.#now = now;
  }

  /** Sets a config in place of what was there. */
  put(functionName: string, qualifier: string | undefined, input: unknown): EventInvokeConfig {
    const settings = this.#readSettings(input);
    return this.#set(this.#registry.find(functionName, qualifier), settings);
  }

  /** Changes those settings of a config that are given. */
  update(functionName: string, qualifier: string | undefined, input: unknown): EventInvokeConfig {
    const settings = this.#readSettings(input);
    const target = this.#registry.find(functionName, qualifier);
    const { MaximumRetryAttempts, MaximumEventAgeInSeconds, DestinationConfig } = this.get(functionName, qualifier);
    return this.#set(target, {
      ...(MaximumRetryAttempts !== undefined && { MaximumRetryAttempts }),
      ...(MaximumEventAgeInSeconds !== undefined && { MaximumEventAgeInSeconds }),
      ...settings,
      DestinationConfig: (input as { DestinationConfig?: unknown }).DestinationConfig == null
        ? DestinationConfig
        : settings.DestinationConfig,
    });
  }

  /** Tells a config, or that there is none. */
  get(functionName: string, qualifier: string | undefined): EventInvokeConfig {
    const arn = this.#arn(this.#registry.find(functionName, qualifier));
    const config = this.#configs.get(arn);
    if (config) return config;
    throw new AwsError("ResourceNotFoundException", `The function ${arn} doesn't have an EventInvokeConfig`);
  }

  /** Removes a config. */
  delete(functionName: string, qualifier: string | undefined): void {
    this.#configs.delete(this.get(functionName, qualifier).FunctionArn);
  }

  /** Tells the configs of a function, page by page. */
  list(
    functionName: string,
    marker: string | null,
    size: number,
  ): { FunctionEventInvokeConfigs: readonly EventInvokeConfig[]; NextMarker?: string } {
    const prefix = this.#registry.arn(this.#registry.findName(functionName), "");
    const all = [...this.#configs.values()].filter(({ FunctionArn }) => FunctionArn.startsWith(prefix));
    const { items, next } = pageOf(all, ({ FunctionArn }) => FunctionArn, marker, size);
    return { FunctionEventInvokeConfigs: items, ...next };
  }

  /** The config that an event of this function goes by. */
  find(target: Target): Partial<EventInvokeConfig> {
    return this.#configs.get(this.#arn(target)) ?? {};
  }

  #set(target: Target, settings: Settings): EventInvokeConfig {
    const FunctionArn = this.#arn(target);
    const config = { LastModified: this.#now().getTime() / 1_000, FunctionArn, ...settings };
    this.#configs.set(FunctionArn, config);
    return config;
  }

  #arn({ name, qualifier = "$LATEST" }: Target): string {
    return this.#registry.arn(name, qualifier);
  }

  #readSettings(input: unknown): Settings {
    const { MaximumRetryAttempts, MaximumEventAgeInSeconds, DestinationConfig } = Object(input);
    if (MaximumRetryAttempts == null && MaximumEventAgeInSeconds == null && DestinationConfig == null) {
      throw invalidParameter("You must specify at least one of error handling or destination setting.");
    }
    return {
      ...(MaximumRetryAttempts != null && {
        MaximumRetryAttempts: checkInteger("maximumRetryAttempts", MaximumRetryAttempts, 0, 2),
      }),
      ...(MaximumEventAgeInSeconds != null && {
        MaximumEventAgeInSeconds: checkInteger("maximumEventAgeInSeconds", MaximumEventAgeInSeconds, 60, 21_600),
      }),
      DestinationConfig: {
        OnSuccess: this.#readDestination("onSuccess", Object(DestinationConfig).OnSuccess),
        OnFailure: this.#readDestination("onFailure", Object(DestinationConfig).OnFailure),
      },
    };
  }

  #readDestination(member: "onSuccess" | "onFailure", input: unknown): { Destination?: string } {
    const { Destination } = Object(input);
    if (Destination == null || Destination === "") return {};
    if (typeof Destination !== "string") throw unserializable("A destination must be text");
    checkText(`destinationConfig.${member}.destination`, Destination, DESTINATION);
    if (member === "onSuccess" && Destination.startsWith("arn:aws:s3:")) {
      throw invalidParameter(`The destination ARN ${Destination} is invalid: S3 takes failures only.`);
    }
    if (/^arn:aws[a-z-]*:lambda:/.test(Destination)) this.#checkFunction(Destination);
    return { Destination };
  }

  #checkFunction(arn: string): void {
    try {
      this.#registry.find(arn);
    } catch {
      throw invalidParameter(`The destination ARN ${arn} is invalid.`);
    }
  }
}
