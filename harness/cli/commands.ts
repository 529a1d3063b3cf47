import type { CommandEntry, Program } from './declaration.ts'

/** All commands of `conformance`, in the order of its help: the only list. Each is loaded when it is used. */
const commands: readonly CommandEntry[] = [
  {
    name: 'test',
    about: "checks a server's tokens; without a target, a demo",
    isDefault: true,
    load: async () => (await import('./run/declare.ts')).declareTest,
  },
  {
    name: 'op',
    about: 'tests an authorization server by its issuer identifier, with or without a client',
    load: async () => (await import('./op/declare.ts')).declareOp,
  },
  {
    name: 'init',
    about: 'asks five questions and writes conformance.config.ts',
    load: async () => (await import('./init/declare.ts')).declareInit,
  },
  {
    name: 'idp',
    operands: '[command]',
    about: 'runs the mock identity provider until Ctrl-C',
    load: async () => (await import('./idp/declare.ts')).declareIdp,
  },
  {
    name: 'mint',
    about: 'prints a token of a running "conformance idp", valid or with a named flaw',
    load: async () => (await import('./mint/declare.ts')).declareMint,
  },
  { name: 'list', about: 'lists all checks', load: async () => (await import('./list/declare.ts')).declareList },
  {
    name: 'explain',
    operands: '<id>',
    about: 'explains a check, with the bytes that it sends',
    load: async () => (await import('./explain/declare.ts')).declareExplain,
  },
  {
    name: 'replay',
    operands: '<file>',
    about: 'decides the timing verdicts of a run again, from its raw measurements',
    load: async () => (await import('./replay/declare.ts')).declareReplay,
  },
]

export const conformanceProgram: Program = {
  name: 'conformance',
  about: 'Does this server really check the tokens it is given?',
  commands,
  after: `
conformance test --help lists the flags for your own server.

Exit codes: 0 passed, 1 failed, 2 usage or configuration, 3 target unreachable or controls failed, 70 our own fault,
130 interrupted. For idp, Ctrl-C is the normal end: 0.
`,
}
