# The same tests under two compatibility dates, each with and without Node's modules (a default since 2026-08-04).
# 2022-11-30 is the oldest date with standard streams. A newer date than the pinned binary knows is an error, so both
# move together.
using Workerd = import "/workerd/workerd.capnp";

const modules :List(Workerd.Worker.Module) = [ ( name = "tests.js", esModule = embed "build/workerd.js" ) ];
const bindings :List(Workerd.Worker.Binding) = [
  ( name = "ORIGIN", fromEnvironment = "ORIGIN" ),
  ( name = "FILTER", fromEnvironment = "FILTER" ),
];

const config :Workerd.Config = (
  services = [
    ( name = "workerd",
      worker = (
        modules = .modules,
        bindings = .bindings,
        compatibilityDate = "2026-11-01",
        compatibilityFlags = [ "no_nodejs_compat", "no_nodejs_compat_v2" ],
        globalOutbound = "local" ) ),
    ( name = "workerd-node",
      worker = (
        modules = .modules,
        bindings = .bindings,
        compatibilityDate = "2026-11-01",
        globalOutbound = "local" ) ),
    ( name = "workerd-2022",
      worker = (
        modules = .modules,
        bindings = .bindings,
        compatibilityDate = "2022-11-30",
        globalOutbound = "local" ) ),
    ( name = "workerd-2022-node",
      worker = (
        modules = .modules,
        bindings = .bindings,
        compatibilityDate = "2022-11-30",
        compatibilityFlags = [ "nodejs_compat" ],
        globalOutbound = "local" ) ),
    ( name = "local", network = ( allow = ["local"], deny = [] ) ),
  ],
);
