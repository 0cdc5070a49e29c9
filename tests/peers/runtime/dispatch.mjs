// One handler of each kind for all of handlers.mjs: the event names the one that is meant.
import * as handlers from "./handlers.mjs";

export const streamed = awslambda.streamifyResponse((event, stream, context) =>
  handlers[event.handler](event, stream, context)
);
export const calledBack = (event, context, callback) => handlers[event.handler](event, context, callback);
export const returned = (event, context) => handlers[event.handler](event, context);
